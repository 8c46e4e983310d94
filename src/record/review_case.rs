//! The vocabulary of review cases: kinds, causes, decisions. The ids are those of the programme's
//! choice lists, and are never reused.

macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),*];

            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// `None` for a choice of a newer programme.
            pub fn from_id(id: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

choices! {
    /// The kind of a case.
    CaseKind {
        Conflict = "mau_thuan",
        Duplicate = "trung",
        Deletion = "xoa",
        Incident = "su_co",
        /// changes of a revoked device
        Quarantine = "cach_ly",
        /// changes that are not understood
        Held = "giu",
        /// changes for which their author had no right
        Refused = "tu_choi",
        /// a verdict that headquarters no longer has
        LostVerdict = "duyet_mat",
    }
}

choices! {
    /// The cause of a case.
    CaseCause {
        ClonedNotebook = "nhan_ban",
        RestoredBackup = "ban_luu",
        LostNotebook = "mat_so",
        /// headquarters itself was restored from a copy
        RestoredHeadquarters = "khoi_phuc",
        /// a laptop has a receipt for ops that headquarters no longer has
        LostOps = "mat_bien_nhan",
        /// lists of devices came back that are newer than this headquarters
        NewerRoll = "danh_sach",
        /// another headquarters has replaced this one
        Replaced = "da_thay",
        BadSignature = "chu_ky",
        /// a device came under another officer's ssh key
        OtherOfficersKey = "ten_khac",
        Forbidden = "khong_quyen",
        NewerProgram = "ban_moi",
        BadHash = "sai_dau",
        TooMuch = "qua_muc",
        SameCodeAndName = "ma_va_ten",
        SameCode = "ma_so",
        SameNameAndPlace = "ten_va_xa",
        SameNameAndPhone = "ten_va_so",
        SimilarNameAndPhone = "gan_va_so",
    }
}

choices! {
    /// The decision in a case. The choice list says which decisions fit which kind.
    CaseDecision {
        First = "nhat",
        Second = "hai",
        Base = "goc",
        OtherAnswer = "khac",
        KeepFirst = "giu_1",
        KeepSecond = "giu_2",
        KeepBoth = "ca_hai",
        Delete = "xoa_di",
        KeepRecord = "giu_lai",
        Accept = "cho_vao",
        AcceptSome = "mot_phan",
        Reject = "de_ngoai",
        GiveAgain = "cho_lai",
        LeaveOut = "bo_qua",
        Handled = "xu_ly",
        /// the case ended without a decision
        Vanished = "het",
    }
}

choices! {
    CaseState {
        Waiting = "cho",
        Settled = "xong",
    }
}

choices! {
    /// A reviewer's decision on a record, as the record of the verdict stores it.
    VerdictChoice {
        Approved = "duyet",
        SentBack = "tra_lai",
        /// written by the program when a reviewer changes a record
        Edited = "sua",
    }
}

impl CaseKind {
    /// Whether such a case holds changes that are shown nowhere else.
    pub fn holds_changes(self) -> bool {
        matches!(self, CaseKind::Quarantine | CaseKind::Refused | CaseKind::Held)
    }
}
