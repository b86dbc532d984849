"""What can go wrong that a person can mend. Everything else is a bug and shows itself as one."""

from __future__ import annotations


class MtfixError(Exception):
    """A thing asked for that could not be done.

    The message is one line that says what is wrong and how to mend it; the command line prints it
    and exits with 2.
    """


class ConfigError(MtfixError):
    """A configuration file that cannot be taken as it stands; the message names file and line."""


class InputError(MtfixError):
    """A text that cannot be read: missing, a directory, not UTF-8, binary, or over the stated limit."""


class DataError(MtfixError):
    """A table (gazetteer, lexicon, termbase) with a row that breaks its format; file and line are named."""


class RevertError(MtfixError):
    """A ledger that does not belong to the text it is to be undone on."""


class ModelError(MtfixError):
    """A re-translation model that is not there or cannot be loaded."""
