use super::*;
use crate::kit::headquarters;
use proptest::prelude::*;
use sotay::lang;
use sotay::lang::Lang::Vi;
use sotay::programme::answer;
use sotay::programme::spec::{ChoiceList, Field, Programme, Type};
use sotay::services::export::choice_word;

fn choice(heading: &str, cell: &str, id: &str) -> (Option<String>, String) {
    let plan = plan(&format!("Tên cơ sở;{heading}\nA;{cell}\n"));
    let read = match answer(&plan, 0, id) {
        Some(Value::Choice(id)) => Some(id.clone()),
        _ => None,
    };
    (read, said(&plan, Lang::Vi).join("\n"))
}

#[test]
fn the_kinds_of_business_were_unknown_as_offices_shorten_them() {
    for (cells, id) in [
        (
            &[
                "HKD",
                "Hộ KD",
                "hộ kinh doanh cá thể",
                "HKD cá thể",
                "H.K.D",
                "Hộ  KD.",
                "hộ SXKD",
            ][..],
            "ho_kinh_doanh",
        ),
        (
            &[
                "DNTN",
                "Công ty TNHH",
                "Cty TNHH",
                "C.ty TNHH",
                "CTY TNHH MTV",
                "Công ty TNHH MTV",
                "Công ty TNHH 1 thành viên",
                "Cty CP",
                "CTCP",
                "Công ty cổ phần",
                "DN nhỏ và vừa",
            ],
            "dnnvv",
        ),
        (&["HTX", "Htx nông nghiệp", "H.T.X"], "htx"),
        (&["Tổ HT", "THT", "tổ hợp tác"], "to_hop_tac"),
        (&["Liên hiệp HTX", "LH HTX"], "lien_hiep_htx"),
    ] {
        for cell in cells {
            let (read, said) = choice("Loại hình", cell, "type");
            assert_eq!(read.as_deref(), Some(id), "{cell}: {said}");
        }
    }
    // ambiguous between two choices
    for cell in ["HTX/DN", "Cơ sở", "Công ty nước ngoài 100% vốn"] {
        let (read, said) = choice("Loại hình", cell, "type");
        assert_eq!(read, None, "{cell}");
        assert!(
            said.contains(lang::listing::sort_question(Vi, "").trim()) && said.contains(cell),
            "{said}"
        );
    }
}

#[test]
fn words_that_were_taken_for_a_choice_are_told_once_for_the_file() {
    let plan =
        plan("Tên cơ sở;Loại hình\nA;HKD\nB;HKD\nC;Hộ kinh doanh\nD;DNTN\nE;hop tac xa\n");
    let said = said(&plan, Lang::Vi);
    assert_eq!(said.len(), 1, "{said:?}");
    for words in
        ["\"HKD\" là \"Hộ kinh doanh\" (2 ô)", "\"DNTN\" là \"Doanh nghiệp nhỏ và vừa\" (1 ô)"]
    {
        assert!(said[0].contains(words), "{words}: {said:?}");
    }
    assert!(!said[0].contains("hop tac xa"), "{said:?}");
}

#[test]
fn a_state_in_other_words_became_the_one_that_a_record_starts_with() {
    for (cells, id) in [
        (
            &["Tạm ngừng", "Tạm ngưng", "Tạm nghỉ", "tạm ngừng HĐ", "Tạm dừng SX"][..],
            "tam_dung",
        ),
        (
            &["Ngừng hoạt động", "Đã giải thể", "Giải thể", "Phá sản", "Không hoạt động"],
            "ngung",
        ),
        (&["Hoạt động", "Đang HĐ", "đang sản xuất"], "dang_hoat_dong"),
    ] {
        for cell in cells {
            let (read, said) = choice("Tình trạng", cell, "status");
            assert_eq!(read.as_deref(), Some(id), "{cell}: {said}");
        }
    }
}

fn choices(programme: &Programme) -> impl Iterator<Item = (&Field, &ChoiceList)> {
    programme
        .kinds
        .iter()
        .flat_map(Kind::fields)
        .flat_map(|f| f.columns().iter().chain([f]))
        .filter_map(|field| match &field.ty {
            Type::Choice(list) | Type::Many(list) => Some((field, programme.list(list)?)),
            _ => None,
        })
}

/// The sector "Hóa chất phục vụ nông nghiệp; vật liệu xây dựng" was shown as "c" in templates and
/// lists, and two indicators as "I9" and "I12" at headquarters.
#[test]
fn a_choice_with_a_semicolon_in_its_label_was_shown_by_its_id() {
    for programme in [programme(), headquarters()] {
        for (field, list) in choices(programme) {
            for choice in &list.choices {
                for lang in [Lang::Vi, Lang::En] {
                    let word = choice_word(list, &choice.id, lang);
                    assert_eq!(word, choice.label.get(lang), "{}", field.id);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    /// Whatever choices a list has, in any order and with any separator.
    #[test]
    fn several_choices_written_by_their_labels_are_read_as_they_were(
        at in any::<prop::sample::Index>(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        commas in any::<bool>(),
        english in any::<bool>(),
    ) {
        let lists: Vec<&ChoiceList> = programme().lists.iter().filter(|l| !l.choices.is_empty()).collect();
        let list = lists[at.index(lists.len())];
        let lang = if english { Lang::En } else { Lang::Vi };
        let mut ids: Vec<&str> = picks.iter().map(|p| list.choices[p.index(list.choices.len())].id.as_str()).collect();
        ids.dedup();
        let words: Vec<String> = ids.iter().map(|id| choice_word(list, id, lang)).collect();
        let text = words.join(if commas { ", " } else { "; " });
        let read = answer::choices_by_text(list, &text).unwrap();
        let read: Vec<&str> = read.iter().map(|(id, _)| id.as_str()).collect();
        prop_assert_eq!(read, ids, "{}", text);
    }
}
