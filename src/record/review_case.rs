//! The vocabulary of review cases: ids of the choice lists by which a case says what it is, what
//! happened and what was decided.

/// What sort of case; ids of the choice list.
pub mod what {
    pub const CONFLICT: &str = "mau_thuan";
    pub const DUPLICATE: &str = "trung";
    pub const DELETION: &str = "xoa";
    pub const INCIDENT: &str = "su_co";
    pub const SHUT_OUT: &str = "cach_ly";
    pub const HELD: &str = "giu";
    pub const REFUSED: &str = "tu_choi";
    pub const LOST: &str = "duyet_mat";
}

/// What happened; ids of the choice list.
pub mod cause {
    pub const CLONED: &str = "nhan_ban";
    pub const BACKUP: &str = "ban_luu";
    pub const LOST: &str = "mat_so";
    pub const RESTORED: &str = "khoi_phuc";
    pub const UNTRUE: &str = "mat_bien_nhan";
    pub const DEVICES: &str = "danh_sach";
    pub const REPLACED: &str = "da_thay";
    pub const SIGNATURE: &str = "chu_ky";
    pub const OFFICER: &str = "ten_khac";
    pub const FORBIDDEN: &str = "khong_quyen";
    pub const NEWER: &str = "ban_moi";
    pub const HASH: &str = "sai_dau";
    pub const TOO_MUCH: &str = "qua_muc";
    pub const CODE_AND_NAME: &str = "ma_va_ten";
    pub const CODE: &str = "ma_so";
    pub const NAME_AND_PLACE: &str = "ten_va_xa";
    pub const NAME_AND_PHONE: &str = "ten_va_so";
    pub const ALIKE: &str = "gan_va_so";
}

/// What was decided; ids of the choice list.
pub mod decision {
    pub const FIRST: &str = "nhat";
    pub const SECOND: &str = "hai";
    pub const BASE: &str = "goc";
    pub const GONE: &str = "het";
    pub const KEEP_FIRST: &str = "giu_1";
    pub const KEEP_SECOND: &str = "giu_2";
    pub const DELETE: &str = "xoa_di";
    pub const LET_IN: &str = "cho_vao";
    pub const PART: &str = "mot_phan";
    pub const AGAIN: &str = "cho_lai";
}

/// Whether something waits in such a case that is shown nowhere else.
pub fn keeps_changes(what: &str) -> bool {
    [what::SHUT_OUT, what::REFUSED, what::HELD].contains(&what)
}
