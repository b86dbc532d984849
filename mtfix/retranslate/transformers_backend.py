"""Any sequence-to-sequence model that transformers can load from safetensors: Marian, NLLB, M2M-100, mBART-50, T5, …

Torch and transformers are imported when a model is opened, never before: the rest of mtfix runs without them.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtfix.errors import ModelError

BEAMS = 4
#: A batch has at most this many tokens, padding counted, and this many sentences.
_TOKENS, _SENTENCES = 4096, 64
#: A translation has at most this many tokens for one of the source, and some to spare; what is longer is a loop.
_GROWTH, _SPARE = 2, 16
#: A tokenizer without a limit of its own says some astronomical number.
_NO_LIMIT = 1_000_000
_NEEDED = ("torch", "transformers", "safetensors")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")
#: Codes of multilingual models for a language: NLLB, mBART-50, M2M-100.
_CODES = {"ru": ("rus_Cyrl", "ru_RU", "ru"), "en": ("eng_Latn", "en_XX", "en")}
_ENGLISH_NAMES = {"ru": "Russian"}
_T5 = ("t5", "mt5", "umt5", "longt5", "byt5")


class ModelWarning(UserWarning):
    """A model that works, but perhaps not as it was trained to."""


def takes(model: str) -> bool:
    """Whether a model is for this back-end: a folder, or what can be a hub id. Nothing is loaded.

    Args:
        model: a folder or a hub id.

    Raises:
        ModelError: if the model is neither, or the libraries are not installed.
    """
    path = Path(model)
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise ModelError(f"{model}: no model that transformers can load (no config.json in the folder)")
    elif path.exists():
        raise ModelError(f"{model}: a file; give the model's folder, or a hub id")
    elif not _HUB_ID.fullmatch(model):
        raise ModelError(f"{model}: no such model folder, and no hub id either (those are like owner/model)")
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise ModelError("re-translation needs the extra: pip install 'mtfix[neural]'")
    return True


def open_model(model: str, device: str, source: str) -> TransformersTranslator:
    """Load a model.

    Args:
        model: a folder or a hub id.
        device: ``auto`` (a GPU where there is one), ``cpu`` or ``cuda``.
        source: the source language's code.

    Raises:
        ModelError: if it is not there, has no safetensors weights, is no sequence-to-sequence model, does not know the
            languages, or needs code of its own to run.
    """
    import torch
    import transformers

    place = _device(torch, device)
    folder = Path(model)
    local = folder.is_dir()
    if local and not any(folder.glob("*.safetensors")):
        raise _no_safetensors(model)
    options = {"trust_remote_code": False, "local_files_only": local}
    with _quiet(transformers):
        try:
            raw, _ = transformers.PretrainedConfig.get_config_dict(model, local_files_only=local)
            config = transformers.AutoConfig.from_pretrained(model, **options)
        except Exception as e:
            raise _unreadable(model, e) from None
        if type(config) not in transformers.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING:
            kind = raw.get("model_type", type(config).__name__)
            raise ModelError(f"{model}: a {kind} model; re-translation needs a sequence-to-sequence model")
        try:
            net, report = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                model, config=config, use_safetensors=True, dtype=torch.float32, output_loading_info=True, **options
            )
        except Exception as e:
            raise _unreadable(model, e) from None
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(model, **options)
        except Exception as e:
            raise ModelError(f"{model}: its tokenizer cannot be loaded ({_line(e)}); is the folder whole?") from None
    if lacking := sorted(report["missing_keys"]):
        raise ModelError(f"{model}: weights are missing ({', '.join(lacking[:3])}); they would be random")
    _check_tying(model, net, raw)
    forced = _set_languages(model, tokenizer, source)
    prefix = _prefix(tokenizer, config, source)
    net = net.eval().to(place)
    signature = "|".join((
        f"transformers:{transformers.__version__}", f"torch:{torch.__version__}", f"kind:{config.model_type}",
        f"from:{source}", f"beams:{BEAMS}", f"prefix:{prefix.strip() or 'none'}", f"device:{place}", "weights:float32",
    ))  # fmt: skip
    return TransformersTranslator(folder.resolve().name if local else model, signature, net, tokenizer, prefix, forced)


@dataclass(frozen=True)
class TransformersTranslator:
    """A loaded model with its tokenizer."""

    name: str
    signature: str
    model: Any
    tokenizer: Any
    prefix: str
    forced_token: int | None

    def translate(self, sentences: Sequence[str]) -> list[str]:
        """One translation a sentence, by beam search; the empty string for one that is too long for the model.

        Sentences of like length go together, so that little is computed on padding. A sentence's translation does not
        depend on its company but for the last digits of the arithmetic.

        Raises:
            ModelError: if the GPU's memory does not suffice for a single sentence.
        """
        import transformers

        texts = [self.prefix + " ".join(s.split()) for s in sentences]
        out = [""] * len(texts)
        if not texts:
            return out
        with _quiet(transformers):
            sizes = [len(ids) for ids in self.tokenizer(texts)["input_ids"]]
            fit = [i for i, n in enumerate(sizes) if n <= self._limit and sentences[i].strip()]
            for batch in _batches(sorted(fit, key=lambda i: -sizes[i]), sizes):
                for i, text in zip(batch, self._translated([texts[i] for i in batch]), strict=True):
                    out[i] = " ".join(text.split())
        return out

    @property
    def _limit(self) -> int:
        """The most tokens the model takes."""
        own = getattr(self.model.config, "max_position_embeddings", None) or _NO_LIMIT
        return int(min(own, self.tokenizer.model_max_length or _NO_LIMIT, _NO_LIMIT))

    def _translated(self, texts: list[str]) -> list[str]:
        import torch

        inputs = self.tokenizer(texts, return_tensors="pt", padding=True).to(self.model.device)
        most = min(_GROWTH * inputs["input_ids"].shape[1] + _SPARE, self._limit)
        try:
            with torch.inference_mode():
                made = self.model.generate(
                    input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], num_beams=BEAMS,
                    do_sample=False, max_new_tokens=most, forced_bos_token_id=self.forced_token,
                )  # fmt: skip
        except torch.OutOfMemoryError:
            if len(texts) == 1:
                raise ModelError(f"{self.name}: the GPU's memory is too small for it; use --device cpu") from None
            half = len(texts) // 2
            return self._translated(texts[:half]) + self._translated(texts[half:])
        decoded: list[str] = self.tokenizer.batch_decode(made, skip_special_tokens=True)
        return decoded


def _batches(order: list[int], sizes: list[int]) -> Iterator[list[int]]:
    """Sentences, longest first, in batches that stay within the limits."""
    batch: list[int] = []
    for i in order:
        if batch and ((len(batch) + 1) * sizes[batch[0]] > _TOKENS or len(batch) == _SENTENCES):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _device(torch: Any, device: str) -> str:
    there = torch.cuda.is_available()
    if device == "cuda" and not there:
        raise ModelError("torch sees no CUDA device; use --device cpu")
    return "cuda" if there and device in ("auto", "cuda") else "cpu"


def _set_languages(model: str, tokenizer: Any, source: str) -> int | None:
    """Tell a multilingual tokenizer what it reads; the token that its model must begin with, None for other models."""
    if not hasattr(tokenizer, "src_lang"):
        return None
    ids: dict[str, int] | None = getattr(tokenizer, "lang_code_to_id", None)

    def number(code: str) -> int | None:
        if ids is not None:
            return ids.get(code)
        found: int = tokenizer.convert_tokens_to_ids(code)
        return None if found == tokenizer.unk_token_id else found

    for theirs, english in zip(_CODES[source], _CODES["en"], strict=True):
        if number(theirs) is not None and (forced := number(english)) is not None:
            tokenizer.src_lang = theirs
            return forced
    raise ModelError(f"{model}: the model does not know the languages {source} and en")


def _prefix(tokenizer: Any, config: Any, source: str) -> str:
    """What a model wants to read before the sentence: the target language (OPUS-MT, MADLAD), or the task (T5)."""
    if ">>eng<<" in (getattr(tokenizer, "supported_language_codes", None) or ()):
        return ">>eng<< "
    if config.model_type not in _T5:
        return ""
    if tokenizer.convert_tokens_to_ids("<2en>") not in (None, tokenizer.unk_token_id):
        return "<2en> "
    tasks = getattr(config, "task_specific_params", None) or {}
    own = (tasks.get(f"translation_{source}_to_en") or {}).get("prefix")
    return own if own is not None else f"translate {_ENGLISH_NAMES[source]} to English: "


def _check_tying(model: str, net: Any, raw: dict[str, Any]) -> None:
    """Warn where the output layer is shared with the input embeddings and should not be, or the other way round.

    Transformers 5 ties a T5 whatever its configuration says, unless both tensors are in the file and differ.
    """
    inner, outer = net.get_input_embeddings(), net.get_output_embeddings()
    if inner is None or outer is None or inner.weight.shape != outer.weight.shape:
        return
    tied = inner.weight.data_ptr() == outer.weight.data_ptr()
    if tied != raw.get("tie_word_embeddings", True):
        says, does = ("separate", "shared") if tied else ("shared", "separate")
        warnings.warn(
            f"{model}: by its configuration input and output embeddings are {says}, but they were loaded {does}; "
            "look at its translations before you rely on them",
            ModelWarning,
            stacklevel=4,
        )


def _no_safetensors(model: str) -> ModelError:
    return ModelError(
        f"{model}: no safetensors weights (others can run code when they are read); "
        "load the model where you trust it, and save it with save_pretrained"
    )


def _unreadable(model: str, error: Exception) -> ModelError:
    """What an exception of transformers means to the person who named the model."""
    message = str(error)
    if "couldn't connect" in message or "offline" in message.lower():
        return ModelError(f"{model}: not in the cache, and the hub cannot be reached; a local folder works")
    if "not a valid model identifier" in message or "Repo id must" in message or "Repository Not Found" in message:
        return ModelError(f"{model}: no such model on the hub, and no such folder")
    if "safetensors" in message and ("no file" in message or "not appear to have" in message):
        return _no_safetensors(model)
    if "trust_remote_code" in message:
        return ModelError(f"{model}: the model brings code of its own, which is not run; take another model")
    return ModelError(f"{model}: cannot be loaded ({_line(error)})")


def _line(error: Exception) -> str:
    words = str(error).split()
    return f"{type(error).__name__}: {' '.join(words)[:160]}"


@contextlib.contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Keep transformers and the hub from writing to standard error, and put back what was set."""
    log = transformers.utils.logging
    hub = logging.getLogger("huggingface_hub")
    level, bars, hub_level = log.get_verbosity(), log.is_progress_bar_enabled(), hub.level
    log.set_verbosity_error()
    log.disable_progress_bar()
    hub.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*sacremoses.*")
            yield
    finally:
        log.set_verbosity(level)
        hub.setLevel(hub_level)
        if bars:
            log.enable_progress_bar()
