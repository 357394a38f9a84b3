"""XMP metadata of a finished PDF, mended: which parts of PDF/A and PDF/UA it claims to meet.

WeasyPrint writes the packet of one standard. The other's id joins it here, in PDF/A-2 together with
the description of its schema, which is wanted for every property that the standard does not know
itself (ISO 19005-2, 6.6.2.3). The packet stands uncompressed, for programs that read no PDF.
"""

from __future__ import annotations

from typing import Any

from pipeline.edition.formats import PdfProfile

_UA = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = f"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
</rdf:RDF>""".encode()


#: PDF/A-4 without attachments and 3D has no level (ISO 19005-4, 6.7.3); WeasyPrint knows it with
#: one only.
_LEVEL = b' pdfaid:conformance="F"'
_MODERN = f"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"><pdfuaid:part>2</pdfuaid:part>\
<pdfuaid:rev>2024</pdfuaid:rev></rdf:Description>
</rdf:RDF>""".encode()


def identify(pdf: Any, profile: PdfProfile) -> None:
    """Add the id of PDF/UA to the packet of a PDF/A, and leave the packet uncompressed."""
    packet = next(item for item in pdf.objects if item.reference == pdf.catalog["Metadata"])
    content = b"\n".join(packet.stream)
    end = b"</rdf:RDF>"
    modern = profile == "ua2-a4"
    if content.count(end) != 1 or content.count(_LEVEL) != int(modern):
        raise LookupError("the metadata packet has not the form that is known")
    packet.stream = [content.replace(_LEVEL, b"").replace(end, _MODERN if modern else _EXTENSION)]
    packet.compress = False
