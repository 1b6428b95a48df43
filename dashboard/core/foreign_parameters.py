"""Parameters that others add to an address: mailers, chats, advertisers, blogs, statistics.

They say where a reader came from and mean nothing here, so that they are ignored wherever an
address is read and stand in none that is written. This is the one list of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Whole names, in small letters: an address may write them otherwise (`ScCid`).
_NAMES = frozenset(
    (
        # clicks on advertisements and in networks
        *("dclid", "epik", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "fbclid"),
        *("gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "igsh", "igshid"),
        *("irclickid", "li_fat_id", "mibextid", "msclkid", "ncid", "qclid", "rdt_cid", "sccid"),
        *("srsltid", "ttclid", "twclid", "wbraid", "xmt", "yclid", "ysclid"),
        # mailers
        *("ck_subscriber_id", "cmpid", "dm_i", "ef_id", "elqtrack", "elqtrackid"),
        *("hsctatracking", "mkt_tok", "ml_subscriber", "ml_subscriber_hash", "oly_anon_id"),
        *("oly_enc_id", "s_cid", "vero_conv", "vero_id", "wickedid"),
        # chats, and pages that pass a link on
        *("isappinstalled", "nsukey", "ref", "ref_src", "ref_url", "referrer", "share", "si"),
        "spm",
        # blogs that ask for a frame, and pages that are kept for phones
        *("amp", "dnt", "usqp"),
    )
)
# What a name begins with: campaigns, and programs that count visits. None of ours begins with an
# underscore, as `_ga`, `_gl`, `_hsenc`, `__cft__[0]` and the `_=123` of jQuery do.
_BEGINNINGS = (
    *("_", "utm_", "mc_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "ga_", "itm_", "trk_"),
    *("sfmc_", "bsft_", "wt_", "at_campaign", "at_medium", "fb_xd_"),
)


def is_foreign(name: str) -> bool:
    """Whether others add a parameter of this name to addresses."""
    small = name.lower()
    return small in _NAMES or small.startswith(_BEGINNINGS)


def without_foreign(query: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """A query string (`{name: [values]}`) without the parameters of others."""
    return {name: values for name, values in query.items() if not is_foreign(name)}
