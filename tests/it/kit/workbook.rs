//! Workbooks as the XML that office programs write.

use std::io::{Cursor, Read, Write};

use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with these sheets, each given as the XML of its rows and of what follows. Styles: 1 a
/// day, 2 a percentage, 3 in .VnTime, 4 in VNI-Times, 5 ten digits, 6 a telephone number, 7 six
/// digits in two groups, 8 five digits.
pub fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let (mut list, mut rels) = (String::new(), String::new());
    let mut parts: Vec<(String, String)> = Vec::new();
    for (at, (name, rows, behind)) in sheets.iter().enumerate() {
        let n = at + 1;
        list += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>");
        rels += &format!(
            "<Relationship Id=\"r{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/s{n}.xml\"/>"
        );
        let sheet = format!(
            "{head}<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{behind}</worksheet>"
        );
        parts.push((format!("xl/worksheets/s{n}.xml"), sheet));
    }
    rels +=
        &format!("<Relationship Id=\"st\" Type=\"{office}/styles\" Target=\"styles.xml\"/>");
    let styles = format!(
        "{head}<styleSheet xmlns=\"{main}\"><numFmts><numFmt numFmtId=\"164\" \
         formatCode=\"0000000000\"/><numFmt numFmtId=\"165\" formatCode=\"0000\\ 000\\ 000\"/>\
         <numFmt numFmtId=\"166\" formatCode=\"000-000\"/><numFmt numFmtId=\"167\" \
         formatCode=\"00000\"/></numFmts><fonts><font/><font><name val=\".VnTime\"/></font>\
         <font><name val=\"VNI-Times\"/></font></fonts><cellXfs><xf numFmtId=\"0\"/>\
         <xf numFmtId=\"14\"/><xf numFmtId=\"9\"/><xf numFmtId=\"0\" fontId=\"1\"/>\
         <xf numFmtId=\"0\" fontId=\"2\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>\
         <xf numFmtId=\"166\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>"
    );
    let book = format!(
        "{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"
    );
    let types = format!(
        "{head}<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/></Types>"
    );
    let top = format!(
        "{head}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"b\" \
         Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let rels = format!(
        "{head}<Relationships xmlns=\"{package}/relationships\">{rels}</Relationships>"
    );
    parts.push(("[Content_Types].xml".into(), types));
    parts.push(("_rels/.rels".into(), top));
    parts.push(("xl/workbook.xml".into(), book));
    parts.push(("xl/_rels/workbook.xml.rels".into(), rels));
    parts.push(("xl/styles.xml".into(), styles));
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

pub fn row(n: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, inside)| match inside.strip_prefix('<') {
            Some(_) => inside.replacen("<c", &format!("<c r=\"{column}{n}\""), 1),
            None => {
                format!("<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{inside}</t></is></c>")
            }
        })
        .collect();
    format!("<row r=\"{n}\">{cells}</row>")
}

/// The same workbook with widths of columns in its first sheet.
pub fn with_columns(book: &[u8], columns: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name.ends_with("worksheets/s1.xml") {
            text = text.replace("<sheetData>", &format!("{columns}<sheetData>"));
        }
        parts.push((name, text));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}
