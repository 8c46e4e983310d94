//! Small files that would take gigabytes to read: the program reads each within 256 MiB, as
//! measured by the system, and says where it is too much.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use crate::kit::home::Home;
use crate::kit::workbook::{row, workbook, zipped};

const MIB: usize = 1 << 20;
/// Memory that the program's code and libraries are mapped to, besides its data.
const PROGRAM: usize = 64 * MIB;

struct Case {
    name: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    /// the message that must be shown
    said: &'static str,
}

fn header() -> String {
    row(1, &[("A", "Tên cơ sở"), ("B", "Xã"), ("C", "Số lao động")])
}

fn sheet(rows: &str, behind: &str) -> Vec<u8> {
    workbook(&[("S", &format!("{}{rows}", header()), behind)])
}

fn rows(n: u32, cell: impl Fn(u32) -> String) -> String {
    (2..n + 2).fold(String::new(), |mut all, n| {
        write!(all, "<row r=\"{n}\">{}</row>", cell(n)).unwrap();
        all
    })
}

/// A workbook with one part replaced or added.
fn with_part(book: &[u8], name: &str, part: &str) -> Vec<u8> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let known = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if known != name {
            parts.push((known, bytes));
        }
    }
    parts.push((name.to_owned(), part.as_bytes().to_vec()));
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zipped(&parts)
}

fn shared(text: usize, cells: u32) -> Vec<u8> {
    let refs = rows(cells, |n| format!("<c r=\"A{n}\" t=\"s\"><v>0</v></c>"));
    let strings = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "B".repeat(text));
    with_part(&sheet(&refs, ""), "xl/sharedStrings.xml", &strings)
}

fn strings(head: &str, inside: &str) -> Vec<u8> {
    let strings = format!("<sst {head}>{inside}</sst>");
    with_part(&sheet("", ""), "xl/sharedStrings.xml", &strings)
}

fn inline(text: &str) -> String {
    format!("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>{text}</is></c></row>")
}

fn ods(rows: &str) -> Vec<u8> {
    let head = "<table:table-cell><text:p>Tên cơ sở</text:p></table:table-cell>\
                <table:table-cell><text:p>Xã</text:p></table:table-cell>";
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">\
         <table:table-row>{head}</table:table-row>{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet".as_slice();
    zipped(&[("mimetype", mime), ("content.xml", content.as_bytes())])
}

const HEAD: &str = "Tên cơ sở,Xã\n";

fn cases() -> Vec<Case> {
    let xlsx = |name, bytes, said| Case { name, file: "list.xlsx", bytes, said };
    let csv = |name, text: String, said| Case {
        name,
        file: "list.csv",
        bytes: text.into_bytes(),
        said,
    };
    let ods = |name, rows: &str, said| Case { name, file: "list.ods", bytes: ods(rows), said };
    let cell = |n: u32, column: &str, text: &str| {
        format!("<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let merged = |text: usize, tall: u32| {
        let first = cell(2, "A", &"C".repeat(text));
        let rows = rows(tall, |n| match n {
            2 => first.clone() + &cell(n, "B", "x"),
            n => cell(n, "B", "x"),
        });
        let area = format!("<mergeCells><mergeCell ref=\"A2:A{}\"/></mergeCells>", tall + 1);
        sheet(&rows, &area)
    };
    let marks = "a><b>".repeat(12 * MIB);
    let regions = "<mergeCell ref=\"A2:B2\"/>".repeat(2 * MIB);
    vec![
        xlsx("a shared string named often", shared(200_000, 30_000), "line"),
        xlsx("a shared string too long for a row", shared(900_000, 30_000), "longer than"),
        xlsx("a long cell merged down", merged(200_000, 20_000), "line"),
        xlsx("a long cell merged down", merged(900_000, 20_000), "longer than"),
        xlsx(
            "cells far to the right",
            sheet(&rows(40_000, |n| cell(n, "AMI", "x")), ""),
            "line",
        ),
        xlsx(
            "one long cell",
            sheet(&inline(&format!("<t>{}</t>", "A".repeat(100 * MIB))), ""),
            "line 2",
        ),
        xlsx(
            "one cell in many pieces",
            sheet(&inline(&"<t>abcdefgh</t>".repeat(8 * MIB)), ""),
            "line 2",
        ),
        xlsx(
            "more strings than are there",
            strings("uniqueCount=\"60000000\"", &" ".repeat(61 * MIB)),
            "too large",
        ),
        xlsx(
            "many regions",
            sheet("", &format!("<mergeCells>{regions}</mergeCells>")),
            "too large",
        ),
        xlsx("deep elements", sheet(&"<a>".repeat(30 * MIB), ""), "too large"),
        xlsx("a long comment", sheet(&format!("<!-- {marks} -->"), ""), "too large"),
        ods(
            "repeated rows",
            "<table:table-row table:number-rows-repeated=\"200000\">\
            <table:table-cell table:number-columns-repeated=\"1000\"><text:p>x</text:p>\
            </table:table-cell></table:table-row>",
            "line",
        ),
        ods(
            "a long cell repeated",
            &format!(
                "<table:table-row><table:table-cell \
            table:number-columns-repeated=\"1000\"><text:p>{}</text:p></table:table-cell>\
            </table:table-row>",
                "x".repeat(900_000)
            ),
            "longer than",
        ),
        ods(
            "a cell of blanks",
            &format!(
                "<table:table-row><table:table-cell><text:p>{}</text:p>\
            </table:table-cell></table:table-row>",
                "<text:s text:c=\"100\"/>".repeat(40_000)
            ),
            "",
        ),
        ods("deep elements", &"<a>".repeat(30 * MIB), "too large"),
        csv("commas", format!("{HEAD}{}", ",".repeat(14 * MIB)), ""),
        csv("one long cell", format!("{HEAD}\"{}\",x\n", "A".repeat(60 * MIB)), "longer than"),
        csv(
            "one long cell without quotes",
            format!("{HEAD}{},x\n", "A".repeat(60 * MIB)),
            "longer than",
        ),
    ]
}

#[test]
#[cfg(target_os = "linux")]
fn a_small_file_took_all_memory() {
    let home = Home::new();
    let limit = (256 * MIB + PROGRAM) / 1024;
    let mut wrong = Vec::new();
    for Case { name, file, bytes, said } in cases() {
        let file = home.file(file, &bytes);
        let ran = Command::new("sh")
            .args(["-c", &format!("ulimit -v {limit} && exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_sotay"))
            .args(["--lang", "en", "--data", home.folder().to_str().unwrap()])
            .args(["import", "establishment", "--dry-run", &file])
            .env("MALLOC_ARENA_MAX", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&ran.stderr).into_owned();
        let told = words.contains(said) && !words.contains("memory");
        if ran.status.code().is_none_or(|code| code > 1) || !told {
            let words: String = words.chars().take(300).collect();
            wrong.push(format!("{name} ({} B), {}: {words}", bytes.len(), ran.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
