//! Texts of handing one officer's work over to another.

use super::message::{count, s};
use super::say::say;

say! {
    handed_over(from: &str, to: &str, records: u64, tasks: u64)
        "Đã chuyển {} hồ sơ và {} việc của {from} cho {to}; máy của người nhận sẽ có khi đồng bộ." (count(records), count(tasks))
        / "{} record{} and {} task{} of {from} handed over to {to}; they arrive with the next sync.", count(records), s(records), count(tasks), s(tasks);
    handed_over_before(records: u64, to: &str)
        "Không tính {} hồ sơ đã chuyển cho {to} ở lần trước; nay được gửi lại." (count(records))
        / "Not counted: {} record{} handed over to {to} before; sent again.", count(records), s(records);
    tasks_not_handed_over(tasks: u64, from: &str)
        "{} việc chưa chuyển được và vẫn của {from}. Hãy chạy lại lệnh này." (count(tasks))
        / "{} task{} could not be handed over and stay with {from}. Run the command again.", count(tasks), s(tasks);
    you_gave_over(name: &str, number: u32, records: u64, tasks: u64)
        "Cấp trên đã chuyển {} hồ sơ và {} việc của bạn cho {name} (số {number}). Hồ sơ vẫn ở trong sổ này; việc đang làm nay do người nhận làm." (count(records), count(tasks))
        / "Headquarters gave {} of your record{} and {} task{} to {name} (number {number}). The records stay in this notebook; the other officer does the open tasks now.", count(records), s(records), count(tasks), s(tasks);
    you_take_over(name: &str, number: u32, records: u64, tasks: u64)
        "Cấp trên đã chuyển cho bạn {} hồ sơ và {} việc của {name} (số {number})." (count(records), count(tasks))
        / "Headquarters gave you {} record{} and {} task{} of {name} (number {number}).", count(records), s(records), count(tasks), s(tasks);
    handed_to_giver(number: u32)
        "Người giao và người nhận cùng là cán bộ số {number}. Chưa chuyển gì. Hãy ghi số của hai người: sotay-hq handover TỪ ĐẾN"
        / "Officer number {number} would hand over to the same officer. Nothing was handed over. Give the numbers of two officers: sotay-hq handover FROM TO";
    handed_to_nobody(number: u32, name: &str)
        "Mọi máy của cán bộ số {number}, {name}, đã bị thu hồi: hồ sơ và việc chuyển đến sẽ không tới ai. Chưa chuyển gì. Hãy chọn người đang dùng máy (xem: sotay-hq officers), hoặc nhận máy mới cho người này trước: sotay-hq enrol TỆP --number {number}"
        / "All devices of officer number {number}, {name}, are shut out: no device would receive the work. Nothing was handed over. Choose an officer whose device is in use (see: sotay-hq officers), or take in a new device of this one first: sotay-hq enrol FILE --number {number}";
}
