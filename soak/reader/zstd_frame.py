"""One Zstandard frame to bytes: by python3-zstandard where it is installed, else by the C library that every Debian has."""
import ctypes
import ctypes.util

from refusals import Damaged

try:
    import zstandard
except ImportError:
    zstandard = None

LARGEST_WINDOW = 8 << 20


def _by_module(data, raw_length):
    decoder = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
    decoded = decoder.decompress(data)
    if decoder.unused_data or not getattr(decoder, "eof", True):
        raise Damaged("a block holds more or less than one frame")
    return decoded


def _by_library(data, raw_length):
    name = ctypes.util.find_library("zstd")
    if name is None:
        raise RuntimeError("Zstandard is missing: apt-get install python3-zstandard")
    library = ctypes.CDLL(name)
    for function in (library.ZSTD_decompress, library.ZSTD_findFrameCompressedSize):
        function.restype = ctypes.c_size_t
    if library.ZSTD_findFrameCompressedSize(data, ctypes.c_size_t(len(data))) != len(data):
        raise Damaged("a block holds more or less than one frame")
    decoded = ctypes.create_string_buffer(max(raw_length, 1))
    length = library.ZSTD_decompress(decoded, ctypes.c_size_t(raw_length), data, ctypes.c_size_t(len(data)))
    if library.ZSTD_isError(ctypes.c_size_t(length)):
        raise Damaged("Zstandard refuses a block")
    return decoded.raw[:length]


def decode_frame(data, raw_length):
    """Decoded bytes of one frame; the caller checks their length. Raises Damaged."""
    if zstandard is None:
        return _by_library(data, raw_length)
    try:
        return _by_module(data, raw_length)
    except zstandard.ZstdError as error:
        raise Damaged("Zstandard refuses a block") from error
