"""Bytes of an XML article -> an element tree, without trusting them.

Belongs here: encodings, entities, damage, and the refusal of what is dangerous or of another
schema. Does not: what the elements mean. The parser never sees a document type: it is cut out
first, named entities of HTML are written as character references, plain entities that the
internal subset declares are put in, and everything else that a DTD can do (external entities,
entities of entities, parameter entities) is left undone and said so. No network, no file.
"""

from __future__ import annotations

import codecs
import html.entities
import re

from lxml import etree

from src.utils.errors import InputError
from src.utils.records import Problem

#: Largest input that is read, in bytes.
LARGEST = 20_000_000
#: Most characters that one declared entity may stand for, and all its uses together.
ENTITY_LENGTH, ENTITY_TOTAL = 1_000, 200_000

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?\?>", re.S)
_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']", re.S)
_DOCTYPE = re.compile(
    r"<!DOCTYPE\s(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*"
    r"(?P<subset>\[(?:<!--.*?-->|<\?.*?\?>|<!(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^\]<])*\]\s*)?>",
    re.S,
)
_DECLARED = re.compile(
    r"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+"
    r"(?:(?P<kind>SYSTEM|PUBLIC)\b|(?P<quote>[\"'])(?P<value>.*?)(?P=quote))",
    re.S,
)
_ENTITY = re.compile(r"&([A-Za-z_][\w.:-]*);")
#: The same where literal sections must be left alone.
_ENTITY_OUTSIDE = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z_][\w.:-]*);", re.S)
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ROOTS = frozenset({"article", "art"})
_PARTS = frozenset({"front", "body", "back", "floats-group", "floats-wrap", "fm", "bdy", "bm"})
#: Children of DocBook's root of the same name.
_DOCBOOK = frozenset({"info", "articleinfo", "para", "section", "sect1", "title"})
_OTHER = {
    "html": "an HTML page",
    "TEI": "a TEI document",
    "TEI.2": "a TEI document",
    "book": "a book",
    "PubmedArticleSet": "a PubMed record",
    "PubmedArticle": "a PubMed record",
    "collection": "a BioC collection",
    "full-text-retrieval-response": "an article in Elsevier's own schema",
    "component": "an article in Wiley's own schema",
    "rss": "a news feed",
    "svg": "a drawing",
}


def local(tag: object) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction.

    >>> local("{http://www.w3.org/1998/Math/MathML}mi"), local("p")
    ('mi', 'p')
    """
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def content(element: etree._Element) -> str:
    """The text content of an element, as it is in the file."""
    return "".join(str(part) for part in element.itertext())


def words(element: etree._Element) -> str:
    """The text content of an element with white space folded."""
    return " ".join(content(element).split())


def line_of(element: etree._Element) -> int:
    """The element's line in the source, 1-based; 0 when the parser does not say."""
    line = getattr(element, "sourceline", None)
    return line if isinstance(line, int) else 0


def parse(data: bytes, path: str) -> tuple[etree._Element, list[Problem]]:
    """The element of the article (``article`` or ``art``) and what had to be put right.

    Raises `InputError` with one sentence when there is no article to read.
    """
    if len(data) > LARGEST:
        raise InputError(
            f"{path}: {len(data) / 1e6:.0f} MB are more than one article holds; split the file."
        )
    if not data.strip():
        raise InputError(f"{path}: the file is empty; give an article in JATS XML.")
    problems: list[Problem] = []
    text = _decode(data, problems)
    text = _without_doctype(text, path, problems)
    source = text.encode("utf-8", "replace")
    try:
        root = etree.fromstring(source, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        root = _recover(source, error, path, problems)
    return _article(root, path, problems), problems


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=recover,
    )


def _recover(
    source: bytes, error: etree.XMLSyntaxError, path: str, problems: list[Problem]
) -> etree._Element:
    line = error.lineno or 0
    what = re.sub(r",? line \d+.*", "", str(error.msg or "not well-formed"), flags=re.S).strip()
    try:
        root = etree.fromstring(source, _parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputError(
            f"{path}: this is not XML ({what}, line {line}); give the article as JATS XML "
            "or as Markdown."
        )
    problems.append(
        Problem(
            f"The XML is damaged at line {line} ({what}); what stands before the damage is read, "
            "and after it what could be recovered."
        )
    )
    return root


def _decode(data: bytes, problems: list[Problem]) -> str:
    """The characters of the file: byte order mark first, then UTF-8, then what is declared."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if data[:4] in (b"<\0?\0", b"<\0!\0") or data[:2] == b"<\0":
        return data.decode("utf-16-le", "replace")
    if data[:2] == b"\0<":
        return data.decode("utf-16-be", "replace")
    found = _ENCODING.match(data[:400])
    declared = found.group(1).decode("ascii") if found else "utf-8"
    is_utf8 = declared.lower().replace("_", "-") in ("utf-8", "utf8", "us-ascii", "ascii")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not is_utf8 and not data.isascii():
            try:
                agreed = data.decode(declared) == text
            except (LookupError, UnicodeError):
                agreed = False
            if not agreed:
                problems.append(
                    Problem(
                        f"The file declares the encoding {declared} but is UTF-8; read as that."
                    )
                )
        return text
    if not is_utf8:
        try:
            return data.decode(declared)
        except LookupError:
            problems.append(
                Problem(
                    f"The file declares an unknown encoding ({declared}); read as Windows-1252."
                )
            )
        except UnicodeError:
            problems.append(
                Problem(
                    f"The file is not in its declared encoding {declared}; read as Windows-1252."
                )
            )
    elif data.count(b"\0") * 20 < len(data) or b"<article" in data[:2000]:
        problems.append(
            Problem(f"The file is not in its declared encoding {declared}; read as Windows-1252.")
        )
    return data.decode("cp1252", "replace")


def _without_doctype(text: str, path: str, problems: list[Problem]) -> str:
    """The document without declaration and document type (lines kept), entities put in."""
    declaration = _DECLARATION.match(text)
    if declaration:
        lines = declaration.group().count("\n")
        text = "\n" * lines + text[declaration.end() :]
    entities: dict[str, str] = {}
    if (at := text.find("<!DOCTYPE", 0, 20_000)) >= 0:
        doctype = _DOCTYPE.match(text, at)
        if doctype:
            entities = _declared(doctype.group("subset") or "", path, problems)
            blank = "\n" * doctype.group().count("\n")
            text = text[:at] + blank + text[doctype.end() :]
    if "&" not in text:
        return text
    unknown: dict[str, int] = {}
    spent = 0

    def put_in(match: re.Match[str]) -> str:
        nonlocal spent
        name = match.group(1)
        if name is None or name in _XML:
            return match.group()
        if name in entities:
            spent += len(entities[name])
            if spent > ENTITY_TOTAL:
                raise InputError(
                    f"{path}: its declared entities grow beyond {ENTITY_TOTAL} characters "
                    "(an entity bomb); it is not read."
                )
            return entities[name]
        character = html.entities.html5.get(name + ";")
        if character is not None:
            return "".join(f"&#{ord(c)};" for c in character)
        unknown[name] = unknown.get(name, 0) + 1
        return f"&amp;{name};"

    literal = "<![CDATA[" in text
    text = (_ENTITY_OUTSIDE if literal else _ENTITY).sub(put_in, text)
    for name, count in unknown.items():
        times = "once" if count == 1 else f"{count} times"
        problems.append(
            Problem(f"The entity &{name}; (used {times}) is not resolved and stands as it is.")
        )
    return text


def _declared(subset: str, path: str, problems: list[Problem]) -> dict[str, str]:
    """Plain character entities of an internal subset; entities of entities are refused."""
    out: dict[str, str] = {}
    for found in _DECLARED.finditer(subset):
        name, value = found.group("name"), found.group("value")
        if found.group("parameter"):
            continue
        if found.group("kind"):
            problems.append(
                Problem(f"The external entity &{name}; is not fetched; its place stays unresolved.")
            )
            continue
        inner = [m for m in re.findall(r"&([A-Za-z_][\w.:-]*);", value) if m not in _XML]
        nested = [m for m in inner if m + ";" not in html.entities.html5]
        if nested:
            raise InputError(
                f"{path}: the entity &{name}; is made of other entities (&{nested[0]}; ...), as "
                "an entity bomb is; the file is not read."
            )
        if "<" in value or "%" in value or len(value) > ENTITY_LENGTH:
            problems.append(Problem(f"The entity &{name}; is more than characters; not resolved."))
            continue
        value = html.unescape(value)
        out[name] = "".join(f"&#{ord(c)};" if c in "<>&" else c for c in value)
    return out


def _article(root: etree._Element, path: str, problems: list[Problem]) -> etree._Element:
    """The article's element, also inside a wrapper (an archive's answer); else an InputError."""
    name = local(root.tag)
    found = [root] if name in _ROOTS else []
    if not found and name not in _OTHER:
        found = [e for e in root.iter("{*}article", "{*}art") if _is_article(e)]
        if len(found) > 1:
            problems.append(
                Problem(f"The file holds {len(found)} articles; the first one is read.")
            )
    if found and _is_article(found[0]):
        return found[0]
    if found and local(found[0].tag) in _ROOTS and not len(found[0]):
        raise InputError(f"{path}: the article element is empty; there is nothing to read.")
    what = _OTHER.get(name, f"XML with the root element <{name}>")
    if name == "article" and any(local(e.tag) in _DOCBOOK for e in root):
        what = "a DocBook document"
    raise InputError(
        f"{path}: this is {what}, not a JATS article; give JATS (or NLM, BioMed Central) XML "
        "or Markdown."
    )


def _is_article(element: etree._Element) -> bool:
    return any(local(child.tag) in _PARTS for child in element)
