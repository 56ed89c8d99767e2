"""Small pieces of text that stand for bytes or numbers (section 2 to 6), read strictly."""
import base64
import binascii
import json

from refusals import Refused


def hex_member(members, name, length):
    """Bytes of a member in lower-case hexadecimal that stands for `length` bytes."""
    text = members.get(name)
    if not isinstance(text, str) or len(text) != 2 * length or any(c not in "0123456789abcdef" for c in text):
        raise Refused(f"{name}: not {2 * length} lower-case hexadecimal digits")
    return bytes.fromhex(text)


def number_member(members, name, most=2**53 - 1):
    """A whole number from 0 to `most`."""
    value = members.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Refused(f"{name}: not a whole number from 0 to {most}")
    return value


def base64_bytes(text, name):
    """Bytes of a text in base64."""
    if not isinstance(text, str):
        raise Refused(f"{name}: not a text")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(f"{name}: not base64") from error


def bytes_member(members, text_name, bytes_name):
    """Bytes of a member that is text, or base64 under another name; None when neither is there."""
    if text_name in members:
        if not isinstance(members[text_name], str):
            raise Refused(f"{text_name}: not a text")
        return members[text_name].encode("utf-8")
    if bytes_name in members:
        return base64_bytes(members[bytes_name], bytes_name)
    return None


def json_object(data, where):
    """One JSON object in UTF-8."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"{where}: no JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise Refused(f"{where}: not a JSON object")
    return value


def json_lines(data, where, most=None):
    """JSON objects, one per line, each line ending with LF and, when told, of at most so many characters."""
    if data and not data.endswith(b"\n"):
        raise Refused(f"{where}: the last line has no end")
    lines = data.split(b"\n")[:-1]
    if most is not None and any(len(line) > most and len(line.decode("utf-8", "replace")) > most for line in lines):
        raise Refused(f"{where}: a line of more than {most} characters")
    return [json_object(line, where) for line in lines]
