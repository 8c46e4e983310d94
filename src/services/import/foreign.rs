//! Recognises files that are no list, or a list in an unsupported format, by their first bytes. The
//! name is no evidence: "list.xls" is often a web page.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// an HTML table, which many systems export as "Excel"
    WebPage,
    /// Excel 2003 XML
    XmlSpreadsheet,
    Xml,
    Json,
    Pdf,
    Rtf,
    Word,
    /// .xlsb
    BinaryWorkbook,
    Picture,
    Archive,
}

pub fn of_bytes(bytes: &[u8]) -> Option<Foreign> {
    let marks: [(&[u8], Foreign); 9] = [
        (b"%PDF-", Foreign::Pdf),
        (b"{\\rtf", Foreign::Rtf),
        (b"\x89PNG", Foreign::Picture),
        (b"\xff\xd8\xff", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
        (b"Rar!", Foreign::Archive),
        (b"7z\xbc\xaf", Foreign::Archive),
        (b"\x1f\x8b", Foreign::Archive),
        (b"BM", Foreign::Picture),
    ];
    let known = marks.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, what)| *what);
    // a list may begin with "BM"; a bitmap has zeros after its size
    known.filter(|_| !bytes.starts_with(b"BM") || bytes.get(6..10) == Some(&[0; 4]))
}

pub fn of_text(text: &str) -> Option<Foreign> {
    let text = text.trim_start();
    let rest = match text.chars().next()? {
        '{' | '[' => {
            let inside = text.trim_start_matches(['[', '{', ' ', '\t', '\r', '\n']);
            return (inside.starts_with('"') && text.contains("\":")).then_some(Foreign::Json);
        }
        '<' => text,
        _ => return None,
    };
    let end = rest.char_indices().nth(4_096).map_or(rest.len(), |(at, _)| at);
    let head = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
    let tags =
        ["<html", "<!doctype html", "<table", "<meta", "<head", "<body", "<style", "<div"];
    if tags.iter().any(|tag| head.contains(tag)) {
        Some(Foreign::WebPage)
    } else if head.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        Some(Foreign::XmlSpreadsheet)
    } else {
        head.starts_with("<?xml").then_some(Foreign::Xml)
    }
}

/// By the names of the parts in a zip archive.
pub fn of_parts(has: impl Fn(&str) -> bool) -> Option<Foreign> {
    if has("word/document.xml") {
        Some(Foreign::Word)
    } else if has("xl/workbook.bin") {
        Some(Foreign::BinaryWorkbook)
    } else {
        let office = ["xl/workbook.xml", "[Content_Types].xml", "mimetype", "content.xml"];
        (!office.iter().any(|part| has(part))).then_some(Foreign::Archive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_called_xls_was_told_to_have_no_header() {
        for (text, what) in [
            ("<html><body><table><tr><td>Tên</td></tr></table>", Foreign::WebPage),
            ("\r\n <TABLE border=1><tr>", Foreign::WebPage),
            ("<meta http-equiv=Content-Type><style>", Foreign::WebPage),
            (
                "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook \
                 xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Foreign::XmlSpreadsheet,
            ),
            ("<?xml version='1.0'?><kml>", Foreign::Xml),
            ("{\"name\":\"A\"}\n", Foreign::Json),
            ("[ {\n \"name\": 1}]", Foreign::Json),
        ] {
            assert_eq!(of_text(text), Some(what), "{text}");
        }
        for text in ["Tên;Xã\n<b>;1", "[STT];Tên", "(1);(2)", "<Tên>;x"] {
            assert_eq!(of_text(text), None, "{text}");
        }
        assert_eq!(of_bytes(b"%PDF-1.7"), Some(Foreign::Pdf));
        assert_eq!(of_bytes(b"BMW;Xe"), None);
    }
}
