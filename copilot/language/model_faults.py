"""What a chat model's server can get wrong, in words a person can act on."""

from __future__ import annotations

from copilot.errors import ModelUnavailable


def as_model_unavailable(error: Exception, model: str, base_url: str) -> ModelUnavailable:
    """The error as one of ours; the openai client's types sort the faults."""
    message, cure = _told(error, model, base_url or "OpenAI")
    return ModelUnavailable(message, place=model, cure=cure)


def _told(error: Exception, model: str, where: str) -> tuple[str, str]:
    import openai

    sorted_by_type: list[tuple[type[Exception] | tuple[type[Exception], ...], str, str]] = [
        (openai.AuthenticationError, "The chat model's server refused the key.", "Check OPENAI_API_KEY."),
        (
            openai.PermissionDeniedError,
            "The key may not use this model.",
            "Ask for access, or name another model.",
        ),
        (
            openai.NotFoundError,
            f"{where} does not know the model {model}.",
            "Check the model's name and OPENAI_BASE_URL.",
        ),
        (openai.RateLimitError, *_told_of_limits(error)),
        (
            openai.APITimeoutError,
            "The chat model did not answer in time.",
            "Try again, or set a longer timeout.",
        ),
        (
            openai.APIConnectionError,
            f"The chat model's server at {where} can't be reached.",
            "Check that it runs and that OPENAI_BASE_URL names it.",
        ),
        (
            (openai.BadRequestError, openai.UnprocessableEntityError),
            "The chat model's server did not accept the request.",
            "It may lack tool calls or room for the text: use another model.",
        ),
        (
            openai.APIStatusError,
            f"The chat model's server failed with status {getattr(error, 'status_code', '?')}.",
            "Try again later.",
        ),
        (
            openai.LengthFinishReasonError,
            "The chat model's answer was cut off.",
            "Allow it more tokens, or use another model.",
        ),
    ]
    for kind, message, cure in sorted_by_type:
        if isinstance(error, kind):
            return message, cure
    return "The chat model's answer could not be read.", "Try again, or use another model."


def _told_of_limits(error: Exception) -> tuple[str, str]:
    """Too many questions in a minute, or no credit left: the server sends the same status for both."""
    if getattr(error, "code", "") == "insufficient_quota":
        return (
            "The credit with the chat model's provider is used up.",
            "Top it up, or use the embedded writer.",
        )
    return "The chat model is asked too much at the moment.", "Wait a minute and try again."
