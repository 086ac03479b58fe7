"""The functions of PDFium that the engine calls, with handles as plain addresses: so they can be dictionary keys."""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_float, c_int, c_uint, c_void_p
from typing import Any

import pypdfium2_raw as raw

Handle = int | None  # None: there is no such thing

PATH, IMAGE, SHADING, FORM, TEXT = (
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_SHADING,
    raw.FPDF_PAGEOBJ_FORM,
    raw.FPDF_PAGEOBJ_TEXT,
)
MOVE, LINE, CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO
ENCRYPTED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})
Matrix = raw.FS_MATRIX
Rectangle = raw.FS_RECTF

_out = c_void_p  # the address where an answer goes: a quarter faster than a typed pointer


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """The function of that name, which keeps Python's lock: most are called for each character, and are faster so."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(name))


def _long(name: str, result: Any, *arguments: Any) -> Any:
    """A function that may take long, and lets the watch of the process run."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(name))


def _address(name: str) -> int:
    return ctypes.cast(getattr(raw, name), c_void_p).value or 0


start = _function("FPDF_InitLibrary", None)
last_error = _function("FPDF_GetLastError", ctypes.c_ulong)

open_document = _long("FPDF_LoadDocument", c_void_p, ctypes.c_char_p, ctypes.c_char_p)
close_document = _function("FPDF_CloseDocument", None, c_void_p)
count_pages = _function("FPDF_GetPageCount", c_int, c_void_p)

open_page = _long("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _function("FPDF_ClosePage", None, c_void_p)
page_bounds = _function("FPDF_GetPageBoundingBox", c_int, c_void_p, _out)
page_rotation = _function("FPDFPage_GetRotation", c_int, c_void_p)
count_objects = _function("FPDFPage_CountObjects", c_int, c_void_p)
object_at = _function("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
count_form_objects = _function("FPDFFormObj_CountObjects", c_int, c_void_p)
form_object_at = _function("FPDFFormObj_GetObject", c_void_p, c_void_p, ctypes.c_ulong)

object_type = _function("FPDFPageObj_GetType", c_int, c_void_p)
object_matrix = _function("FPDFPageObj_GetMatrix", c_int, c_void_p, _out)
object_bounds = _function("FPDFPageObj_GetBounds", c_int, c_void_p, _out, _out, _out, _out)
transform_object = _function("FPDFPageObj_Transform", None, c_void_p, *[c_double] * 6)
set_stroke_width = _function("FPDFPageObj_SetStrokeWidth", c_int, c_void_p, c_float)
fill_colour = _function("FPDFPageObj_GetFillColor", c_int, c_void_p, _out, _out, _out, _out)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", c_int, c_void_p, _out, _out, _out, _out)
stroke_width = _function("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, _out)

clip_of = _function("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_clip_paths = _function("FPDFClipPath_CountPaths", c_int, c_void_p)
count_clip_segments = _function("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _function("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)

draw_mode = _function("FPDFPath_GetDrawMode", c_int, c_void_p, _out, _out)
count_segments = _function("FPDFPath_CountSegments", c_int, c_void_p)
segment_at = _function("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
segment_type = _function("FPDFPathSegment_GetType", c_int, c_void_p)
segment_point = _function("FPDFPathSegment_GetPoint", c_int, c_void_p, _out, _out)
segment_closes = _function("FPDFPathSegment_GetClose", c_int, c_void_p)

open_text = _long("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _function("FPDFText_ClosePage", None, c_void_p)
count_characters = _function("FPDFText_CountChars", c_int, c_void_p)
character_code = _function("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
character_origin = _function("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, _out, _out)
character_matrix = _function("FPDFText_GetMatrix", c_int, c_void_p, c_int, _out)
character_box = _function("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, _out)
character_object = _function("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
is_undecoded = _function("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
is_generated = _function("FPDFText_IsGenerated", c_int, c_void_p, c_int)
is_hyphen = _function("FPDFText_IsHyphen", c_int, c_void_p, c_int)
font_size = _function("FPDFText_GetFontSize", c_double, c_void_p, c_int)
font_of = _function("FPDFTextObj_GetFont", c_void_p, c_void_p)
render_mode = _function("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
set_render_mode = _function("FPDFTextObj_SetTextRenderMode", c_int, c_void_p, c_int)
glyph_width = _function("FPDFFont_GetGlyphWidth", c_int, c_void_p, c_uint, c_float, _out)
