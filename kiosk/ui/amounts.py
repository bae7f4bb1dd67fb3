"""Money, sizes and other numbers in words for the screens, in the language shown; it computes no price."""

from kiosk.ui.texts import Texts


def money_words(texts: Texts, amount: int) -> str:
    """ "28.000 đồng" in Vietnamese, "28,000 đồng" in English. `amount` is in đồng."""
    grouped = f"{amount:,}"
    return texts("price.amount", amount=grouped if texts.language == "en" else grouped.replace(",", "."))


def signed_money_words(texts: Texts, amount: int) -> str:
    """ "+1.000 đồng" too much, "−1.000 đồng" missing; with the language's own grouping."""
    return f"{'+' if amount > 0 else '−'}{money_words(texts, abs(amount))}"


def price_words(
    texts: Texts, amount: int | None, payer: str = "citizen", unknown_key: str = "price.unknown"
) -> str:
    """A price as the citizen meets it: free, paid by the State, an amount, or set by somebody else (None)."""
    if payer == "budget":
        return texts("price.budget")
    if amount is None:
        return texts(unknown_key)
    return texts("price.free") if amount == 0 else money_words(texts, amount)


def decimal_words(texts: Texts, number: float, places: int = 1) -> str:
    """ "21,5" in Vietnamese, "21.5" in English."""
    words = f"{number:.{places}f}"
    return words if texts.language == "en" else words.replace(".", ",")


def size_words(texts: Texts, size_bytes: int) -> str:
    """ "640 kB", "3,2 MB", "14 GB"."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    unit, name = (1_000_000, "MB") if size_bytes < 1_000_000_000 else (1_000_000_000, "GB")
    return f"{decimal_words(texts, size_bytes / unit, int(size_bytes < 100 * unit))} {name}"
