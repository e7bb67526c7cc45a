"""Fetching a file from its publisher. The only module of the program that uses the network."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from drillvoice.errors import ModelError

CHUNK_BYTES = 65_536


class Bar(Protocol):
    """What is shown of the progress: pooch's own protocol."""

    total: int

    def update(self, count: int) -> None:
        """So many bytes more."""

    def reset(self) -> None:
        """Back to nothing."""

    def close(self) -> None:
        """It is done."""


class DownloadFailedError(ModelError):
    """A file could not be fetched; the text fits behind a colon."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where files come from."""

    base: str
    limits_s: tuple[float, float] = (10.0, 20.0)
    """Until there is a connection; and without a single byte."""

    def address_of(self, file: str) -> str:
        """Where a file is."""
        return f"{self.base.rstrip('/')}/{file}"


class _Limited:
    """A bar that takes no more than there should be: a server might never stop sending."""

    def __init__(self, bar: Bar | None, most_bytes: int) -> None:
        self._bar = bar
        self._most_bytes = most_bytes
        self._count = 0

    @property
    def total(self) -> int:
        return self._bar.total if self._bar else 0

    @total.setter
    def total(self, count: int) -> None:
        self._refuse_oversize(count)
        if self._bar:
            self._bar.total = count

    def update(self, count: int) -> None:
        self._count += count
        self._refuse_oversize(self._count)
        if self._bar:
            self._bar.update(count)

    def _refuse_oversize(self, count: int) -> None:
        if count > self._most_bytes:
            raise DownloadFailedError("it is far larger than it should be")

    def reset(self) -> None:
        self._count = 0
        if self._bar:
            self._bar.reset()

    def close(self) -> None:
        if self._bar:
            self._bar.close()


def download_file(address: str, path: Path, publisher: Publisher, most_bytes: int, bar: Bar | None) -> None:
    """Write what is at an address to a path.

    Raises:
        DownloadFailedError: the server cannot be reached, stalls, breaks off, sends too much, or has no such file.
        OSError: the file cannot be written.

    """
    import pooch
    import requests

    answers: list[requests.Response] = []
    fetch = pooch.HTTPDownloader(
        progressbar=_Limited(bar, most_bytes),
        chunk_size=CHUNK_BYTES,
        timeout=publisher.limits_s,
        hooks={"response": lambda answer, **_: answers.append(answer)},
    )
    try:
        fetch(address, str(path), None)
    except (requests.RequestException, ValueError) as error:
        raise DownloadFailedError(_failure_reason(error, publisher.limits_s[1])) from error
    finally:
        for answer in answers:  # pooch leaves the connection open where something went wrong
            answer.close()


def _failure_reason(error: Exception, limit_s: float) -> str:
    """A requests error in words; where a body stalls it says ConnectionError, and means the one inside."""
    import requests
    import urllib3.exceptions as inner

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"the server answered with status {error.response.status_code}"
    if isinstance(error, requests.ReadTimeout) or any(isinstance(each, inner.ReadTimeoutError) for each in error.args):
        return f"the server sent nothing for {limit_s:g} seconds"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection broke off"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not accepted; look at this computer's date and network"
    if isinstance(error, requests.ConnectionError):
        return "there is no connection to the server"
    return "the server's answer makes no sense"
