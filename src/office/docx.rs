//! Writes a Word document of a few sorts of paragraphs and tables, as offices do: A4, Times New
//! Roman. Supports only what a field record needs; all words are passed in.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipWriter, result::ZipError};

/// Alignment of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Justified,
}

#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    runs: Vec<TextRun>,
    align: Align,
    /// no page break between it and the next paragraph
    with_next: bool,
    /// a short line above it
    ruled: bool,
    /// extra space above it
    apart: bool,
}

#[derive(Clone, Debug)]
struct TextRun {
    text: String,
    bold: bool,
    italic: bool,
    /// half points; 0 for the usual size
    size: u32,
}

impl Paragraph {
    pub fn new(align: Align) -> Paragraph {
        Paragraph { align, ..Paragraph::default() }
    }

    pub fn text(self, text: &str) -> Paragraph {
        self.run(text, false, false, 0)
    }

    pub fn bold(self, text: &str) -> Paragraph {
        self.run(text, true, false, 0)
    }

    pub fn italic(self, text: &str) -> Paragraph {
        self.run(text, false, true, 0)
    }

    /// Sets the size of its text, in points.
    pub fn sized(mut self, points: u32) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.size = points * 2);
        self
    }

    pub fn with_next(self) -> Paragraph {
        Paragraph { with_next: true, ..self }
    }

    pub fn apart(self) -> Paragraph {
        Paragraph { apart: true, ..self }
    }

    pub fn ruled(self) -> Paragraph {
        Paragraph { ruled: true, ..self }
    }

    fn run(mut self, text: &str, bold: bool, italic: bool, size: u32) -> Paragraph {
        self.runs.push(TextRun { text: text.to_owned(), bold, italic, size });
        self
    }

    fn xml(&self) -> String {
        let align = match self.align {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Justified => "both",
        };
        let next = if self.with_next { "<w:keepNext/>" } else { "" };
        let rule = if self.ruled { RULE } else { "" };
        let air = if self.apart { "<w:spacing w:before=\"120\" w:after=\"60\"/>" } else { "" };
        let runs: String = self.runs.iter().map(TextRun::xml).collect();
        format!("<w:p><w:pPr>{next}{rule}{air}<w:jc w:val=\"{align}\"/></w:pPr>{runs}</w:p>")
    }
}

/// Indented, so that the line is shorter than the words above it.
const RULE: &str = "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/>\
                    </w:pBdr><w:spacing w:before=\"40\" w:after=\"0\"/>\
                    <w:ind w:left=\"1300\" w:right=\"1300\"/>";

impl TextRun {
    fn xml(&self) -> String {
        let bold = if self.bold { "<w:b/>" } else { "" };
        let italic = if self.italic { "<w:i/>" } else { "" };
        let size = match self.size {
            0 => String::new(),
            n => format!("<w:sz w:val=\"{n}\"/><w:szCs w:val=\"{n}\"/>"),
        };
        let lines: Vec<String> = self
            .text
            .lines()
            .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line)))
            .collect();
        format!("<w:r><w:rPr>{bold}{italic}{size}</w:rPr>{}</w:r>", lines.join("<w:br/>"))
    }
}

#[derive(Clone, Debug, Default)]
pub struct Document {
    body: String,
    footer: String,
}

impl Document {
    pub fn put(&mut self, paragraph: &Paragraph) {
        self.body.push_str(&paragraph.xml());
    }

    /// Two columns without borders, for letterheads and signatures. `share` is the width of the
    /// left one, in hundredths.
    pub fn beside(&mut self, left: &[Paragraph], right: &[Paragraph], share: u32) {
        let widths = [WIDTH * share / 100, WIDTH * (100 - share) / 100];
        let cells: Vec<String> = [left, right]
            .iter()
            .map(|side| side.iter().map(Paragraph::xml).collect())
            .collect();
        self.table_of(&widths, &[row(&widths, &cells, true)], false);
    }

    /// A table with borders; its head is repeated on every page.
    pub fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let widths = widths(head, rows);
        let cell = |text: &String, bold: bool| {
            let paragraph = Paragraph::new(Align::Left);
            let paragraph = if bold { paragraph.bold(text) } else { paragraph.text(text) };
            paragraph.sized(12).xml()
        };
        let line = |cells: &[String], bold: bool| {
            let cells: Vec<String> = cells.iter().map(|text| cell(text, bold)).collect();
            row(&widths, &cells, bold)
        };
        let mut all = vec![line(head, true)];
        all.extend(rows.iter().map(|cells| line(cells, false)));
        self.table_of(&widths, &all, true);
        self.put(&Paragraph::default());
    }

    fn table_of(&mut self, widths: &[u32], rows: &[String], lined: bool) {
        let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
        let lines = if lined { LINES } else { "" };
        self.body.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>{lines}\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
            rows.concat()
        ));
    }

    /// The text at the bottom of every page, before the page number.
    pub fn footer(&mut self, text: &str) {
        self.footer = escape(text);
    }

    pub fn write<W: Write>(&self, mut out: W) -> io::Result<()> {
        // in memory, which cannot fail: the archive's writer is no use after an error
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let body =
            format!("{HEAD}<w:document {W}><w:body>{}{PAGE}</w:body></w:document>", self.body);
        let footer = format!(
            "{HEAD}<w:ftr {W}><w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"{WIDTH}\"/></w:tabs>\
             </w:pPr>{SMALL}<w:t xml:space=\"preserve\">{}</w:t></w:r>{SMALL}<w:tab/></w:r>{NUMBER}\
             </w:p></w:ftr>",
            self.footer
        );
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELS),
            ("word/_rels/document.xml.rels", PARTS),
            ("word/styles.xml", STYLES),
            ("word/footer1.xml", &footer),
            ("word/document.xml", &body),
        ];
        for (name, text) in parts {
            // without times: the same record gives the same bytes
            zip.start_file(name, SimpleFileOptions::default()).map_err(wrong)?;
            zip.write_all(text.as_bytes())?;
        }
        out.write_all(zip.finish().map_err(wrong)?.get_ref())
    }
}

/// Widths by the longest text of each column, within limits.
fn widths(head: &[String], rows: &[Vec<String>]) -> Vec<u32> {
    let letters = |text: &String| text.chars().count();
    let wish = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(head.get(at));
        u32::try_from(cells.map(letters).max().unwrap_or(0).clamp(13, 40)).unwrap_or(40)
    };
    let wishes: Vec<u32> = (0..head.len()).map(wish).collect();
    let all = wishes.iter().sum::<u32>().max(1);
    wishes.iter().map(|wish| WIDTH * wish / all).collect()
}

fn row(widths: &[u32], cells: &[String], head: bool) -> String {
    let head = if head { "<w:tblHeader/>" } else { "" };
    let cell = |(width, xml): (&u32, &String)| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{xml}</w:tc>")
    };
    let cells: String = widths.iter().zip(cells).map(cell).collect();
    format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
}

fn wrong(e: ZipError) -> io::Error {
    match e {
        ZipError::Io(e) => e,
        other => io::Error::other(other.to_string()),
    }
}

/// Escapes text for XML, and drops control characters, which XML cannot hold.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A4 less the margins of an office letter (30 mm left, 15 mm right), in twentieths of a point.
const WIDTH: u32 = 11906 - 1701 - 851;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PAGE: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\
     <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" \
     w:left=\"1701\" w:header=\"709\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";
const SMALL: &str = "<w:r><w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>";
const NUMBER: &str = "<w:fldSimple w:instr=\" PAGE \"><w:r><w:rPr><w:sz w:val=\"18\"/>\
     <w:szCs w:val=\"18\"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>";
const LINES: &str = "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>\
     <w:left w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>\
     <w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>\
     <w:right w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>\
     <w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>\
     <w:insideV w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/></w:tblBorders>";
const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types \
     xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
     Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
     <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override \
     PartName=\"/word/document.xml\" \
     ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
     <Override PartName=\"/word/styles.xml\" \
     ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
     <Override PartName=\"/word/footer1.xml\" \
     ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>";
const RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
     xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
     Target=\"word/document.xml\"/></Relationships>";
const PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
     xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
     Target=\"styles.xml\"/><Relationship Id=\"rId2\" \
     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" \
     Target=\"footer1.xml\"/></Relationships>";
/// Times New Roman 13, three points after a paragraph.
const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles \
     xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults>\
     <w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" \
     w:cs=\"Times New Roman\" w:eastAsia=\"Times New Roman\"/><w:sz w:val=\"26\"/><w:szCs \
     w:val=\"26\"/><w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing \
     w:after=\"60\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" \
     w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style></w:styles>";
