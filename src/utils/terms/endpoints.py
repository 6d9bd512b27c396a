"""Standard endpoints and the words that mean them."""

from __future__ import annotations

from src.utils.terms.term import Term

#: Standard endpoints. Order matters: the first that matches at a place wins.
ENDPOINTS: tuple[Term, ...] = (
    Term("OS", r"m?OS\b", "time", True, "overall survival"),
    Term("OS", r"overall\s++survivals?(?:\s++time)?", "time", text="overall survival"),
    Term(
        "iPFS",
        r"iPFS\b|intracranial\s++PFS\b",
        "time",
        True,
        "intracranial progression-free survival",
    ),
    Term("PFS2", r"PFS-?2\b", "time", True, "progression-free survival 2"),
    Term("PFS", r"m?PFS\b", "time", True, "progression-free survival"),
    Term("PPS", r"m?PPS\b", "time", True, "postprogression survival"),
    Term(
        "PPS",
        r"post-?\s?progression(?:[\s-]++free)?[\s-]++survival",
        "time",
        text="postprogression survival",
    ),
    Term(
        "PFS",
        r"progression[\s-]*+free[\s-]++survival(?:\s++time)?",
        "time",
        text="progression-free survival",
    ),
    Term("TTUP", r"TTUP\b|TTTP\b", "time", True, "time to untreatable progression"),
    Term(
        "TTUP",
        r"time\s++to\s++(?:untreatable\s++progression|TACE\s++(?:treatment\s++)?(?:failure|progression))",
        "time",
        text="time to untreatable progression",
    ),
    Term("TTP", r"m?TTP\b", "time", True, "time to progression"),
    Term(
        "TTP",
        r"time[\s-]++to[\s-]++(?:tumou?r\s++|disease\s++)?progression",
        "time",
        text="time to progression",
    ),
    Term("TTR", r"TTR\b", "time", True, "time to recurrence"),
    Term("TTR", r"time[\s-]++to[\s-]++(?:recurrence|relapse)", "time", text="time to recurrence"),
    Term("TTF", r"TTF\b", "time", True, "time to treatment failure"),
    Term(
        "TTF",
        r"time[\s-]++to[\s-]++treatment[\s-]++failure",
        "time",
        text="time to treatment failure",
    ),
    Term(
        "RFS",
        r"m?RFS\b|(?:recurrence|relapse)[\s-]*+free[\s-]++survival",
        "time",
        text="recurrence-free survival",
    ),
    Term(
        "DRFS",
        r"DRFS\b|DMFS\b|distant[\s-]++(?:recurrence|metasta\w+|relapse)[\s-]*+free[\s-]++(?:survival|interval)",
        "time",
        text="distant recurrence-free survival",
    ),
    Term(
        "DFS",
        r"m?i?DFS\b|(?:invasive\s++)?disease[\s-]*+free[\s-]++(?:survival|interval)",
        "time",
        text="disease-free survival",
    ),
    Term("EFS", r"m?EFS\b|event[\s-]*+free[\s-]++survival", "time", text="event-free survival"),
    Term(
        "MFS",
        r"MFS\b|metasta\w+[\s-]*+free[\s-]++survival",
        "time",
        text="metastasis-free survival",
    ),
    Term("FFS", r"FFS\b|failure[\s-]*+free[\s-]++survival", "time", text="failure-free survival"),
    Term(
        "LRFS",
        r"LRFS\b|LPFS\b|loco-?\s?regional[\s-]++(?:control|(?:recurrence|progression|failure)[\s-]*+free\s++survival)"
        r"|local(?:[\s-]++recurrence[\s-]*+free[\s-]++survival|[\s-]++control)",
        "time",
        text="local control",
    ),
    Term(
        "CSS",
        r"(?:D|C|B?C)SS\b|(?:cancer|disease|cause)[\s-]*+specific[\s-]++(?:survival|mortality|death)",
        "time",
        text="cancer-specific survival",
    ),
    Term(
        "DOR",
        r"m?DO?R\b|duration\s++of\s++(?:objective\s++|overall\s++)?response",
        "time",
        text="duration of response",
    ),
    Term(
        "TTD",
        r"TTD\b|TUDD\b|time[\s-]++(?:until|to)(?:\s++definitive)?[\s-]++deterioration",
        "time",
        text="time to deterioration",
    ),
    Term("pCR", r"pCR\b", "response", True, "pathological complete response"),
    Term(
        "pCR",
        r"patholog\w+[\s-]++complete[\s-]++(?:respon\w+|remission)",
        "response",
        text="pathological complete response",
    ),
    Term(
        "MPR",
        r"MPR\b|major\s++patholog\w+\s++response",
        "response",
        text="major pathological response",
    ),
    Term("ORR", r"ORRs?\b", "response", True, "objective response rate"),
    Term(
        "ORR",
        r"(?:objective|overall|tumou?r|radiolog\w+)[\s-]++(?:tumou?r\s++)?(?:response|remission)(?:[\s-]++rates?)?",
        "response",
        text="objective response rate",
    ),
    Term("DCR", r"DCRs?\b|CBR\b", "response", True, "disease control rate"),
    Term(
        "DCR",
        r"(?:disease|tumou?r)[\s-]++control(?:[\s-]++rates?)?|clinical\s++benefit\s++rates?",
        "response",
        text="disease control rate",
    ),
    Term("CR", r"CR\b", "response", True, "complete response"),
    Term(
        "CR",
        r"complete[\s-]++(?:tumou?r\s++)?(?:respon\w+|remissions?)(?:[\s-]++rates?)?",
        "response",
        text="complete response",
    ),
    Term("PR", r"PR\b(?!\s++interval)", "response", True, "partial response"),
    Term(
        "PR",
        r"partial[\s-]++(?:respon\w+|remissions?)(?:[\s-]++rates?)?",
        "response",
        text="partial response",
    ),
    Term("SD", r"stable\s++disease", "response", text="stable disease"),
    Term("PD", r"progressive\s++disease", "response", text="progressive disease"),
    Term(
        "conversion rate",
        r"(?:surgical\s++|successful\s++)?(?:conversion|down-?stag\w+)(?:\s++surgery)?(?:\s++success)?"
        r"(?:[\s-]++(?:resection\s++)?rates?)|conversion\s++(?:to\s++)?(?:surgery|resection|hepatectomy)",
        "response",
        text="conversion rate",
    ),
    Term(
        "resection rate",
        r"(?:R0\s++|surgical\s++|curative\s++)?resection\s++rates?|surgical\s++resection",
        "response",
        text="resection rate",
    ),
    Term(
        "grade >= 3 adverse events",
        r"(?:(?:treatment|immune)[\s-]*+related\s++)?(?:severe|serious)\s++(?:treatment[\s-]*+related\s++)?"
        r"(?:adverse\s++(?:events?|effects?|reactions?)|toxicit\w+)",
        "harm",
        text="severe adverse events",
    ),
    Term(
        "grade >= 3 adverse events",
        r"grade\s*+(?:s\s*+)?(?:≥\s*+3|>=\s*+3|3\s*+(?:-|/|to|or|and)\s*+(?:[45]|higher|worse|above|greater|more)(?:\s*+-\s*+[45])?"
        r"|III\s*+(?:-|/|to|or|and)\s*+IV)(?:\s++\w+){0,2}?\s*+(?:adverse\s++(?:events?|effects?|reactions?)|AEs?|toxicit\w+)?"
        r"|SAEs?\b",
        "harm",
        text="grade >= 3 adverse events",
    ),
    Term(
        "adverse events",
        r"(?:(?:treatment|immune|drug)[\s-]*+(?:related|emergent)\s++)?(?:adverse\s++(?:events?|effects?|reactions?)|toxicit\w+)"
        r"|TRAEs?\b|TEAEs?\b|irAEs?\b",
        "harm",
        text="adverse events",
    ),
    Term(
        "mortality",
        r"(?:all[\s-]*+cause\s++|overall\s++|in-hospital\s++|perioperative\s++)?(?:mortality|deaths?|died)",
        "death",
        text="mortality",
    ),
    Term(
        "survival",
        r"(?:median\s++)?surviv(?:al|ed|ors?)(?:\s++(?:time|rates?))?",
        "time",
        text="survival",
    ),
    Term("recurrence", r"(?:recurrences?|relapses?)(?:\s++rates?)?", "other", text="recurrence"),
    Term("progression", r"(?:disease\s++)?progression", "other", text="progression"),
    Term(
        "response",
        r"(?:clinical\s++)?(?:response\s++rates?|responders?)",
        "response",
        text="response rate",
    ),
)

#: The first two characters, in lower case, of everything the patterns above can match.
ENDPOINT_BEGINNINGS = frozenset(
    """ad al bc ca cb cl co cr cs cu dc de df di dm do dr ds du ef ev fa ff gr id im in ip ir lo lp
    lr ma md me mf mi mo mp mr mt ob or os ov pa pc pe pf po pp pr r0 ra re rf sa se st su td te
    ti to tr tt tu""".split()
)

#: Standard terms that a sentence may use for a narrower endpoint ("survival" for PFS).
BROAD = frozenset(
    {
        "survival",
        "response",
        "progression",
        "recurrence",
        "mortality",
        "adverse events",
        "grade >= 3 adverse events",
    }
)
