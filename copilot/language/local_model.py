"""A chat model from a GGUF file, run in this process by llama.cpp behind an OpenAI-compatible server on loopback."""

from __future__ import annotations

import gc
import secrets
from pathlib import Path
from threading import Lock
from typing import Any

from copilot.errors import ModelUnavailable

MAGIC = b"GGUF"
LOOPBACK = "127.0.0.1"
CONTEXT = 8_192
"""Tokens it reads and writes at once; the longest prompt with its answer takes half of that."""
BATCH = 128
"""Tokens of a prompt it reads in one go: small enough that a slow machine gives a sign of life every few seconds."""
QUIET = 0
"""llama.cpp's level of logging at which it says nothing."""


class LocalModel:
    """The server starts when its address is first asked for; nobody else on the machine knows its key.

    Args:
        path: the GGUF file.
        threads: of the processor; 0 for as many as llama.cpp finds good.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        self._path, self._threads = path, threads
        self._server: Any = None
        self._key = secrets.token_urlsafe(24)
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._path.stem

    def address(self) -> tuple[str, str]:
        """The server's address and key. Raises ModelUnavailable where the model can't be run."""
        with self._lock:
            if self._server is None:
                self._server = self._started()
            return f"{self._server.listening_address}/v1", self._key

    def close(self) -> None:
        """Stop the server and give the memory back."""
        with self._lock:
            self._server = None
            # It stops when nothing refers to it any more; a cycle would keep it.
            gc.collect()

    def _started(self) -> Any:
        self._require_file()
        try:
            import xllamacpp
        except ImportError as error:
            raise ModelUnavailable(
                "What runs a chat model in this process is not installed.",
                place=str(self._path),
                cure='Run `pip install "mentoring-copilot[local]"`, or leave MENTORING_LOCAL_MODEL empty.',
            ) from error
        try:
            return xllamacpp.Server(self._parameters(xllamacpp.CommonParams()))
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable(
                f"The chat model {self._path.name} can't be loaded.",
                place=str(self._path),
                cure="Check that the file is complete and fits into memory, or name another.",
            ) from error

    def _require_file(self) -> None:
        try:
            with self._path.open("rb") as file:
                is_model = file.read(len(MAGIC)) == MAGIC
        except OSError as error:
            raise ModelUnavailable(
                f"The chat model's file can't be read: {error.strerror}.",
                place=str(self._path),
                cure="Set MENTORING_LOCAL_MODEL to a GGUF file, or leave it empty.",
            ) from error
        if not is_model:
            raise ModelUnavailable(
                "This file is not a chat model in the GGUF format.",
                place=str(self._path),
                cure="Set MENTORING_LOCAL_MODEL to a GGUF file, or leave it empty.",
            )

    def _parameters(self, params: Any) -> Any:
        params.model.path = str(self._path)
        params.model_alias = {self.name}
        params.hostnames, params.port, params.api_keys = [LOOPBACK], 0, [self._key]
        params.ui = params.endpoint_slots = params.endpoint_props = False
        params.n_ctx, params.n_parallel, params.n_batch, params.n_ubatch = CONTEXT, 1, BATCH, BATCH
        params.cache_prompt, params.cache_ram_mib, params.warmup = True, 0, False
        params.verbosity = QUIET
        if self._threads:
            params.cpuparams.n_threads = params.cpuparams_batch.n_threads = self._threads
        return params
