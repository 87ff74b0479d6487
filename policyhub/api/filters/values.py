"""Kinds of plain values: days, instants, numbers and texts."""

import datetime
import re
from decimal import Decimal

from django.db.models import Q

from policyhub.api import parameters
from policyhub.api.filters.kinds import Asking, Json, Kind, refuse
from policyhub.records import folding, sought
from policyhub.records.models import Record
from policyhub.records.sought import Sought, SoughtError
from policyhub.records.text_index import mentions

LONGEST_PHRASE = 200
"""A text that is looked for has so many characters at most."""


class Days(Kind):
    """Days, as YYYY-MM-DD."""

    def read(self, text: str, asking: Asking) -> datetime.date:
        """Return the day."""
        day = parameters.calendar_day(text)
        if day is None:
            refuse(f"{text!r} is not a day; write it as YYYY-MM-DD.", allowed=["YYYY-MM-DD"])
        return day

    def schema(self) -> Json:
        """Return a date."""
        return {"type": "string", "format": "date"}


INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")


class Instants(Kind):
    """Instants, as RFC 3339 writes them; a plus sign in an address is written %2B."""

    def read(self, text: str, asking: Asking) -> datetime.datetime:
        """Return the instant in UTC."""
        try:
            instant = datetime.datetime.fromisoformat(text if INSTANT.fullmatch(text) else "")
            return instant.astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            refuse(f"{text!r} is not an instant; write it as YYYY-MM-DDThh:mm:ssZ.", allowed=["YYYY-MM-DDThh:mm:ssZ"])

    def schema(self) -> Json:
        """Return an instant."""
        return {"type": "string", "format": "instant"}


NUMBER = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,2})?")


class Numbers(Kind):
    """Numbers of up to thirteen digits; whole ones, or with two decimals."""

    def __init__(self, *, whole: bool = True, cost: int = 1) -> None:
        self.whole, self.cost = whole, cost

    def read(self, text: str, asking: Asking) -> int | Decimal:
        """Return the number."""
        if not NUMBER.fullmatch(text) or (self.whole and "." in text):
            form = "a whole number" if self.whole else "a number with at most two decimals"
            refuse(f"{text!r} is not {form} of up to 13 digits.", allowed=["-9999999999999..9999999999999"])
        return int(text) if self.whole else Decimal(text)

    def schema(self) -> Json:
        """Return a number."""
        limits = {"minimum": -9999999999999, "maximum": 9999999999999}
        return {"type": "integer", **limits} if self.whole else {"type": "string", "pattern": f"^{NUMBER.pattern}$"}


class Terms(Kind):
    """Short texts that are compared as they stand: a currency, a language, an identifier."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def read(self, text: str, asking: Asking) -> str:
        """Return the text; one that is longer than the field can hold is a mistake."""
        if len(text) > self.longest:
            refuse(f"It is longer than the {self.longest} characters that the field holds.", "too-long")
        return text

    def empty(self, path: str) -> Q:
        """Return the rows without a text."""
        return Q(**{path: ""})

    def schema(self) -> Json:
        """Return a text."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


class Texts(Kind):
    """Pieces of text, found whatever their case and diacritics."""

    cost = 3

    def read(self, text: str, asking: Asking) -> str:
        """Return the text."""
        if len(text) > LONGEST_PHRASE:
            refuse(f"It has {len(text)} characters; at most {LONGEST_PHRASE} can be looked for.", "too-long")
        folded = folding.fold(text)
        if not folded:
            refuse("Nothing is left of it once case and diacritics are ignored.", "empty")
        if len(folded) > folding.LONGEST:  # one letter may stand for many
            refuse(f"Written out it is longer than {folding.LONGEST} characters.", "too-long")
        return text

    def empty(self, path: str) -> Q:
        """Return the rows without a text."""
        return Q(**{path: ""})

    def schema(self) -> Json:
        """Return a text."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_PHRASE}


class Phrases(Texts):
    """Words and phrases, in the small language of `q`: each must occur somewhere in a record, whatever their order."""

    cost = 10

    def __init__(self, model: type[Record]) -> None:
        self.model = model

    def read(self, text: str, asking: Asking) -> Sought:  # type: ignore[override]
        """Return what is looked for."""
        try:
            return sought.read(super().read(text, asking))
        except SoughtError as error:
            refuse(str(error), error.code, sought.FORMS)

    def cost_of(self, value: Sought) -> int:
        """Return the cost of all words and phrases."""
        return self.cost * (len(value.terms()) + len(value.without))

    def q(self, path: str, value: Sought) -> Q:
        """Return the records that hold what is looked for."""
        return mentions(self.model, value)
