"""What a run was worth: corpus scores against references, repairs against artefact gold."""
