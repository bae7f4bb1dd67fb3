"""Money in words for the screens, in the language shown; it computes no price."""

from kiosk.ui.texts import Texts


def money_words(texts: Texts, amount: int) -> str:
    """ "28.000 đồng" in Vietnamese, "28,000 đồng" in English. `amount` is in đồng."""
    grouped = f"{amount:,}"
    return texts("price.amount", amount=grouped if texts.language == "en" else grouped.replace(",", "."))


def price_words(
    texts: Texts, amount: int | None, payer: str = "citizen", unknown_key: str = "price.unknown"
) -> str:
    """A price as the citizen meets it: free, paid by the State, an amount, or set by somebody else (None)."""
    if payer == "budget":
        return texts("price.budget")
    if amount is None:
        return texts(unknown_key)
    return texts("price.free") if amount == 0 else money_words(texts, amount)
