"""What a model's server can get wrong, in words a person can act on, and whether to ask it again."""

from __future__ import annotations

from copilot.errors import ModelUnavailable

CHAT_MODEL = "chat model"
DECLINED = frozenset({"content_filter", "content_policy_violation", "moderation_blocked"})
"""Codes by which servers say that it is the words they don't want."""
PASSING = frozenset({408, 409, 429})
"""Status codes, beside those from 500 on, behind which another try may go well."""


class RequestRefused(ModelUnavailable):
    """The server does not take a request of this kind; it may take one that asks in another way."""


def client_faults() -> tuple[type[Exception], ...]:
    """What the client, the server and the parser may raise; anything else is a fault of ours and should be seen.

    A reply of the wrong shape meets the parsers unprepared: they raise what Python raises by itself.
    """
    import httpx2
    import openai
    from langchain_core.exceptions import LangChainException

    parsing = (ValueError, TypeError, LookupError, AttributeError)
    return (openai.OpenAIError, httpx2.HTTPError, LangChainException, *parsing)


def as_model_unavailable(
    error: Exception, model: str, base_url: str, who: str = CHAT_MODEL
) -> ModelUnavailable:
    """The error as one of ours; the openai client's types sort the faults."""
    import openai

    if getattr(error, "code", "") in DECLINED:
        return declined(model)
    message, cure = _told(error, model, base_url or "OpenAI", who)
    refused = isinstance(error, (openai.BadRequestError, openai.UnprocessableEntityError))
    return (RequestRefused if refused else ModelUnavailable)(message, place=model, cure=cure)


def declined(model: str) -> ModelUnavailable:
    """The model, or a filter before it, will not write this."""
    return ModelUnavailable(
        "The chat model declined to write this.",
        place=model,
        cure="Look at the words it was to be written from, or use another model.",
    )


def not_readable(model: str, who: str = CHAT_MODEL) -> ModelUnavailable:
    """What came was no reply."""
    return ModelUnavailable(
        f"The {who}'s answer could not be read.", place=model, cure="Try again, or use another model."
    )


def far_too_long(model: str) -> ModelUnavailable:
    """The reply would not end."""
    return ModelUnavailable(
        "The chat model's answer was far too long.", place=model, cure="Try again, or use another model."
    )


def seconds_to_wait(error: Exception, otherwise: float) -> float | None:
    """How long to wait before the same request is sent again; None where that would be of no use.

    A server may say it in the header Retry-After (RFC 9110, section 10.2.3), in seconds.
    """
    import httpx2
    import openai

    if isinstance(error, (openai.APIConnectionError, httpx2.TransportError)):
        return otherwise
    if not isinstance(error, openai.APIStatusError) or error.code == "insufficient_quota":
        return None
    if error.status_code not in PASSING and error.status_code < 500:
        return None
    told = asked_to_wait(error)
    return otherwise if told is None else told


def asked_to_wait(error: Exception) -> float | None:
    """The seconds of a server's Retry-After; None where it says none."""
    response = getattr(error, "response", None)
    told = response.headers.get("retry-after", "") if response is not None else ""
    return float(told) if told.isdecimal() else None


def _told(error: Exception, model: str, where: str, who: str) -> tuple[str, str]:
    import openai

    sorted_by_type: list[tuple[type[Exception] | tuple[type[Exception], ...], str, str]] = [
        (openai.AuthenticationError, f"The {who}'s server refused the key.", "Check OPENAI_API_KEY."),
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
        (openai.RateLimitError, *_told_of_limits(error, who)),
        (
            openai.APITimeoutError,
            f"The {who} did not answer in time.",
            "Try again, or set a longer MENTORING_CHAT_TIMEOUT_SECONDS.",
        ),
        *_told_of_breaking_off(error, who),
        (
            openai.APIConnectionError,
            f"The {who}'s server at {where} can't be reached.",
            "Check that it runs and that OPENAI_BASE_URL names it.",
        ),
        (
            (openai.BadRequestError, openai.UnprocessableEntityError),
            f"The {who}'s server did not accept the request.",
            "It may lack room for the text: use another model.",
        ),
        (
            openai.APIStatusError,
            f"The {who}'s server failed with status {getattr(error, 'status_code', '?')}.",
            "Try again later.",
        ),
    ]
    for kind, message, cure in sorted_by_type:
        if isinstance(error, kind):
            return message, cure
    return f"The {who}'s answer could not be read.", "Try again, or use another model."


def _told_of_breaking_off(error: Exception, who: str) -> list[tuple[type[Exception], str, str]]:
    """The client says the same of a server that isn't there and of one that goes away while it answers."""
    import httpx2

    cause: BaseException | None = error
    while cause and not isinstance(cause, (httpx2.RemoteProtocolError, httpx2.ReadError)):
        cause = cause.__cause__
    told = (type(error), f"The {who}'s answer broke off.", "Try again; look whether its server still runs.")
    return [told] if cause else []


def _told_of_limits(error: Exception, who: str) -> tuple[str, str]:
    """Too many questions in a minute, or no credit left: the server sends the same status for both."""
    if getattr(error, "code", "") == "insufficient_quota":
        return (
            f"The credit with the {who}'s provider is used up.",
            "Top it up, or use the embedded writer.",
        )
    wait = asked_to_wait(error)
    long = f"{wait:g} seconds" if wait else "a minute"
    return f"The {who} is asked too much at the moment.", f"Wait {long} and try again."
