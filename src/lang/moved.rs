//! Texts of the question whether an establishment has moved to another commune, or the old commune
//! was a mistake.

use super::say::say;

say! {
    since_when(place: &str) "Cơ sở ở {place} từ khi nào?" / "Since when is it in {place}?";
    moved_today(day: &str) "Chuyển đến hôm nay, {day}" / "It moved today, {day}";
    moved_earlier() "Chuyển đến từ ngày khác…" / "It moved on another day…";
    corrected(place: &str) "Không chuyển: đã ghi nhầm {place}" / "It did not move: {place} was a mistake";
    unchanged() "Không đổi gì" / "Nothing has changed";
    always_there() "Từ trước đến nay: lần chuyển đã ghi là nhầm" / "Always: the move that stands here was a mistake";
    ask_day() "Cơ sở chuyển đến từ ngày nào?" / "On which day did it move?";
    ask_day_detail() "Kết quả trước ngày này tính cho nơi cũ. Ví dụ: 15/3/2026" / "Results before that day count where it was. For example: 15/3/2026";
    no_such_day() "Chưa hiểu ngày này, hoặc ngày ở phía trước. Ví dụ: 15/3/2026." / "That is no day up to today. For example: 15/3/2026.";
}
