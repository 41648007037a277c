"""make-packages.py FOLDER: writes the archives among the fixtures (Word documents; REFI-QDA projects into the folder
'projects' beside) from the words below, byte for byte the same each time."""
import sys
import zipfile
from pathlib import Path

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
STRICT = 'http://purl.oclc.org/ooxml/wordprocessingml/main'


def escape(text):
    return text.replace('&', '&amp;').replace('<', '&lt;')


def run(text):
    parts = escape(text).split('\n')
    return '<w:r>' + '<w:br/>'.join(f'<w:t xml:space="preserve">{part}</w:t>' for part in parts) + '</w:r>'


def paragraph(text, style='', bullet=False):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ''
    properties += '<w:numPr><w:ilvl w:val="0"/></w:numPr>' if bullet else ''
    return f'<w:p>{"<w:pPr>" + properties + "</w:pPr>" if properties else ""}{run(text)}</w:p>'


def table(*rows):
    return '<w:tbl>' + ''.join('<w:tr>' + ''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row) + '</w:tr>'
                               for row in rows) + '</w:tbl>'


def document(*parts, space=W, head='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'):
    return (f'{head}<w:document xmlns:w="{space}" '
            f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{"".join(parts)}</w:body>'
            '</w:document>')


def archive(entries):
    """Stored and deflated by turns, so that both ways are read."""
    import io
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as package:
        for at, (name, content) in enumerate(entries):
            info = zipfile.ZipInfo(name, (2026, 3, 2, 9, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if at % 2 else zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return out.getvalue()


def docx(*parts, **how):
    return archive([('word/document.xml', document(*parts, **how)), ('[Content_Types].xml', '<Types/>')])


TEAMS = docx(
    paragraph('Interview with Jo'), paragraph('March 2, 2026, 9:00AM'), paragraph('Ann Lind started transcription'),
    paragraph('\nAnn Lind (Guest)   0:04\nWhat did you do last week?\nAnd why?'),
    paragraph('\nJo Park   0:09\nI export it.\nI don’t trust the café totals 😬.'),
    paragraph('\nAnn Lind (Guest)   1:02:15\nAnd then?'), paragraph('Ann Lind stopped transcription'))

MEET = docx(
    paragraph('📝 Notes', 'Heading1'), paragraph('Mar 2, 2026'), paragraph('Jo exports because of the totals.', bullet=True),
    paragraph('Please provide feedback: short survey'), paragraph('📖 Transcript', 'Heading1'),
    paragraph('00:00:05'), paragraph('Ann Lind: What did you do last week?'), paragraph('Jo Park: I export it.'),
    paragraph('Jo Park: Every Monday.'), paragraph('00:05:10'), paragraph('Ann Lind: And then?'),
    paragraph('Jo Park: Then I print it.'))

NOTES = docx(
    paragraph('P03, accountant', 'Heading1'), paragraph('Trust', 'Heading2'),
    paragraph('adds up the total by hand', bullet=True), paragraph('prints it', bullet=True),
    '<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>keeps the </w:t></w:r><w:ins><w:r><w:t>new </w:t></w:r></w:ins>'
    '<w:del><w:r><w:delText>old </w:delText><w:t>old </w:t></w:r></w:del><w:r><w:t>sheet</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:numPr/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>once only</w:t></mc:Choice>'
    '<mc:Fallback><w:t>once only</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>', space=STRICT,
    head='\ufeff<?xml version="1.0" encoding="UTF-8"?>')

TABLE = docx(
    paragraph('Call of 2 March'),
    table(['Start Time', 'Speaker', 'Content'], ['00:00:01', 'Ann', 'What did you do?'],
          ['00:00:05', 'Jo', 'I said "export",\nthen I left.'], ['00:00:09', 'Ann', 'And then?']))

OTTER = docx(
    paragraph('Ann Lind  0:04'), paragraph('What did you do last week?'), paragraph('Jo Park  0:09'),
    paragraph('I export it. And print it.'), paragraph('Transcribed by https://otter.ai'))

PROSE = docx(paragraph('A first paragraph.'), paragraph('A second one\nof two lines.'))

GUID = '{}0000000-0000-4000-8000-00000000000{}'


def guid(kind, number):
    return GUID.format(kind, number)


def project(source_path='internal://%s.txt' % guid('a', 1), head='', more=''):
    """Codes five levels deep, two sources (one in CRLF whose positions count a line end as one), a case, two users."""
    deep = ''
    for level in (6, 5, 4, 3, 2):
        deep = f'<Code guid="{guid("c", level)}" name="Level {level}" isCodable="true">{deep}</Code>'

    def selection(number, name, start, end, *codes, user=1):
        return (f'<PlainTextSelection guid="{guid("5", number)}" name="{name}" startPosition="{start}" '
                f'endPosition="{end}" creatingUser="{guid("1", user)}" creationDateTime="2026-03-04T10:05:00Z">'
                '<Description>why</Description>' + ''.join(
                    f'<Coding guid="{guid("6", number)}" creatingUser="{guid("1", user)}"><CodeRef '
                    f'targetGUID="{guid("c", code)}"/></Coding>' for code in codes) + '</PlainTextSelection>')
    return f"""\ufeff<?xml version="1.0" encoding="utf-8"?>{head}
<Project xmlns="urn:QDA-XML:project:1.0" name="Invoice discovery" creatingUserGUID="{guid('1', 1)}">
<Users><User guid="{guid('1', 1)}" name="Ana"/><User guid="{guid('1', 2)}" id="TM"/></Users>
<CodeBook><Codes><Code guid="{guid('c', 1)}" name="Trust &amp; totals" isCodable="true">
<Description>Re-checking outside.</Description>{deep}</Code>
<Code guid="{guid('c', 8)}" name="Printing" isCodable="true"/></Codes></CodeBook>
<Variables><Variable guid="{guid('4', 1)}" name="segment" typeOfVariable="Text"/></Variables>
<Cases><Case guid="{guid('7', 1)}" name="Jo Park"><VariableValue><VariableRef targetGUID="{guid('4', 1)}"/>
<TextValue>freelancer</TextValue></VariableValue><SourceRef targetGUID="{guid('3', 1)}"/></Case></Cases>
<Sources><TextSource guid="{guid('3', 1)}" name="Jo" plainTextPath="{source_path}">
{selection(1, "I don’t trust the café totals 😬", 59, 90, 1, 8)}{selection(2, "print", 97, 102, 8, 6, user=2)}
{selection(3, "not coded", 46, 57)}{selection(4, "blank", 91, 94, 1)}</TextSource>
<TextSource guid="{guid('3', 2)}" name="Notes"><PlainTextContent>One.&#13;
Two more.&#13;
Three.</PlainTextContent>{selection(5, "Three.", 15, 21, 1)}</TextSource>
<PictureSource guid="{guid('3', 3)}" name="board"/></Sources>{more}
<Description>Why rebuild the totals?</Description></Project>"""


SOURCE = ('Ann: What did you do last week? Tell me.\r\n' 'Jo: I export it. I don’t trust the café totals 😬.\r\n'
          '\r\nI print\r\nAnn: And then?\r\nJo: Home.\r\n')


def qdpx(qde, source=SOURCE):
    return archive([('sources/.root', ''), ('Project.qde', qde), (f'sources/{guid("a", 1)}.txt', '\ufeff' + source)])


CODEBOOK = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="{guid('c', 1)}" name="Trust" isCodable="true"><Description>of totals</Description>
<Code guid="{guid('c', 2)}" name="Rebuilding" isCodable="true"/></Code>
<Code guid="{guid('c', 3)}" name="Printing" isCodable="true"/></Codes><Sets/></CodeBook>
"""
WORDS = document(paragraph('Ann: Hello.'))
DTD = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BAD = {
    'bad-31-archive.docx': archive([('readme.txt', 'hello'), ('photo.bin', 'x')]),
    'bad-32-xml.docx': archive([('word/document.xml', WORDS[:-20])]),
    'bad-33-path.docx': archive([('../../word/evil.xml', 'x'), ('word/document.xml', WORDS)]),
    'bad-33-twice.docx': archive([('word/document.xml', WORDS), ('word/Document.xml', WORDS)]).replace(
        b'word/Document.xml', b'word/document.xml'),
    'bad-34-dtd.docx': archive([('word/document.xml', WORDS.replace('<w:document', DTD + '<w:document', 1)
                                 .replace('Hello', '&b;'))]),
    'bad-35-xxe.docx': archive([('word/document.xml', WORDS.replace('<w:document', XXE + '<w:document', 1)
                                 .replace('Hello', '&x;'))]),
    'bad-37-cut.docx': archive([('word/document.xml', WORDS), ('word/styles.xml', 'x' * 90)])[:-60],
    'bad-31-sheet.xlsx': archive([('xl/workbook.xml', '<workbook/>'), ('xl/worksheets/sheet1.xml', '<x/>')]),
}

FILES = {**BAD, 'teams.docx': TEAMS, 'meet.docx': MEET, 'notes.docx': NOTES, 'table.docx': TABLE, 'otter.docx': OTTER,
         'prose.docx': PROSE}


PROJECTS = {
    'small.qdpx': qdpx(project()),
    'codebook.qdc': CODEBOOK.encode(),
    'project.xml': project().encode(),
    'wide.qde': project().replace('utf-8', 'utf-16').encode('utf-16-le'),
    'document.xml': document(paragraph('Ann   0:04\nWell?'), paragraph('Jo   0:09\nI export it.'),
                             table(['Time', 'Speaker', 'Text'], ['0:01', 'Ann', 'Well?'])).encode(),
    'bad-33-source.qdpx': qdpx(project('internal://../../etc/passwd')),
    'bad-34-dtd.qdpx': qdpx(project(head='<!DOCTYPE Project [<!ENTITY a "b">]>')),
    'bad-32-xml.qdpx': qdpx(project()[:-10]),
}


def main():
    folder = Path(sys.argv[1])
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder.parent / 'projects').mkdir(exist_ok=True)
    for name, content in PROJECTS.items():
        (folder.parent / 'projects' / name).write_bytes(content)


if __name__ == '__main__':
    main()
