//! Field numbers that the generator fills. Numbers are never reused, so constants are safe; a test
//! compares each with the programme.

/// Makes a module of constants for each kind, and `ALL` for the test.
macro_rules! numbers {
    ($($kind:ident $no:literal { $($id:ident $text:literal = $field:literal),* $(,)? })*) => {
        $(pub mod $kind {
            pub const KIND: crate::record::KindNo = $no;
            $(pub const $id: crate::record::FieldNo = $field;)*
        })*
        /// kind, its number, its fields by id and number
        pub const ALL: &[(&str, u8, &[(&str, u16)])] =
            &[$((stringify!($kind), $no, &[$(($text, $field)),*])),*];
    };
}

numbers! {
    establishment 1 {
        NAME "name" = 1, TYPE "type" = 2, TAX_CODE "tax_code" = 3, TAX_NONE "tax_none" = 4,
        LICENCE_NO "licence_no" = 5, LICENCE_DATE "licence_date" = 6, PLACE "place" = 7,
        ADDRESS "address" = 8, CRAFT_VILLAGE "craft_village" = 10,
        CRAFT_VILLAGE_NAME "craft_village_name" = 11, SECTOR "sector" = 14,
        VSIC_VERSION "vsic_version" = 15, VSIC "vsic" = 16, PRODUCTS "products" = 17,
        WORKERS "workers" = 18, WORKERS_FEMALE "workers_female" = 19,
        WORKERS_ETHNIC "workers_ethnic" = 20, WORKERS_INSURED "workers_insured" = 21,
        CAPITAL "capital" = 22, REVENUE_PREV "revenue_prev" = 23,
        REVENUE_YEAR "revenue_year" = 24, OWNER_FEMALE "owner_female" = 26,
        OWNER_ETHNIC "owner_ethnic" = 27,
        LOCAL_MATERIAL "local_material_pct" = 28, EXPORT "export" = 29,
        CONTACT_NAME "contact_name" = 32, CONTACT_ROLE "contact_role" = 33,
        CONTACT_PHONE "contact_phone" = 34, NOTICE "notice" = 35, NOTICE_DATE "notice_date" = 36,
        STATUS "status" = 39, NOTES "notes" = 40,
    }
    visit 2 {
        ESTABLISHMENT "establishment" = 1, DATE "date" = 2, PURPOSE "purpose" = 3,
        PROJECT "project" = 4, MODEL "model" = 5, OFFICERS "officers" = 6,
        MET_ROLE "met_role" = 7, OBSERVATIONS "observations" = 8, OPERATING "operating" = 9,
        LOAD "load_pct" = 10, WORKERS_NOW "workers_now" = 11,
        MACHINE_PRESENT "machine_present" = 12, MACHINE_NEW "machine_new" = 13,
        MACHINE_SERIAL "machine_serial" = 14, WORK_VALUE "work_value" = 15,
        PROBLEMS "problems" = 17, REQUESTS "requests" = 18, CONCLUSION "conclusion" = 19,
        NEXT_DATE "next_date" = 20, PAPERS "papers" = 21, STATE "state" = 22,
    }
    model 3 {
        CODE "code" = 1, NAME "name" = 2, ESTABLISHMENT "establishment" = 3,
        PROJECT "project" = 4, MODEL_KIND "kind" = 5, FUND_LEVEL "fund_level" = 6,
        TECHNOLOGY "technology" = 7, TECH_ORIGIN "tech_origin" = 8, TECH_LEVEL "tech_level" = 9,
        NOVELTY_AREA "novelty_area" = 10, NOVELTY_CONFIRMED "novelty_confirmed" = 11,
        MACHINES "machines" = 12, START "start" = 13, ACCEPTED "accepted" = 14,
        FUND_NATIONAL "fund_national" = 15, FUND_LOCAL "fund_local" = 16,
        OWN_CAPITAL "own_capital" = 17, CONF_DATE "conf_date" = 21, CONF_PLACE "conf_place" = 22,
        CONF_DELEGATES "conf_delegates" = 23, CONF_ESTABLISHMENTS "conf_establishments" = 24,
        VISITORS "visitors" = 25, REPLICABLE "replicable" = 26, REPLICATIONS "replications" = 27,
        STATUS "status" = 28, STATUS_NOTE "status_note" = 29,
    }
    measurement 4 {
        MODEL "model" = 1, ESTABLISHMENT "establishment" = 3, PHASE "phase" = 4,
        FOLLOW_NO "follow_no" = 5, PERIOD_KIND "period_kind" = 6, PERIOD_FROM "period_from" = 7,
        PERIOD_TO "period_to" = 8, BASIS "basis" = 9, LINES "lines" = 10,
    }
    project 5 {
        CODE "code" = 1, NAME "name" = 2, FUND_LEVEL "fund_level" = 3, SCHEME "scheme" = 4,
        ACTIVITY "kind" = 5, EXECUTING_UNIT "executing_unit" = 7,
        COORDINATING_UNIT "coordinating_unit" = 8, BENEFICIARIES "beneficiaries" = 9,
        PLACE "place" = 10, PLAN_YEAR "plan_year" = 11, START "start" = 12, END "end" = 13,
        DECISION_NO "decision_no" = 14, DECISION_DATE "decision_date" = 15,
        CONTRACT_NO "contract_no" = 16, CONTRACT_DATE "contract_date" = 17,
        FUND_NATIONAL "fund_national" = 18, FUND_LOCAL "fund_local" = 19,
        OWN_CAPITAL "own_capital" = 20, LOAN "loan" = 21, OTHER_FUNDS "other_funds" = 22,
        APPROVED_SUPPORT "approved_support" = 24, ADVANCES "advances" = 25, DISBURSED "disbursed" = 26, STAGE "stage" = 27,
        STAGES "stages" = 28, OTHER_STATE_SUPPORT "other_state_support" = 29,
        ACCEPTED "accepted" = 31, ACCEPTANCE "acceptance" = 32, SETTLED "settled" = 33,
        PARTICIPANTS "participants" = 37, SETTLED_SUPPORT "settled_support" = 40,
        JOBS "jobs" = 41, RESULT_COUNT "result_count" = 42,
    }
    training 6 {
        ESTABLISHMENT "establishment" = 2, FUND_LEVEL "fund_level" = 3, TRADE "trade" = 4,
        FORM "form" = 5, PLACE "place" = 6, START "start" = 7, END "end" = 8,
        HOURS "hours" = 9, TRAINERS "trainers" = 10, ENROLLED "enrolled" = 11,
        CERTIFIED "certified" = 12, FEMALE "female" = 13, ETHNIC "ethnic" = 14,
        POOR "poor" = 15, CERT_DATE "cert_date" = 16, CERT_NO "cert_no" = 17,
        FUND_NATIONAL "fund_national" = 18, FUND_LOCAL "fund_local" = 19,
        OWN_CAPITAL "own_capital" = 20, OTHERS "others" = 22,
    }
    employment 7 {
        TRAINING "training" = 1, DATE "date" = 2, EMPLOYED_HERE "employed_here" = 3,
        EMPLOYED_ELSE "employed_else" = 4, SELF_EMPLOYED "self_employed" = 5,
        INCOME "income" = 7, REASONS "reasons" = 8, CONFIRMED "confirmed" = 9,
    }
    product 8 {
        ESTABLISHMENT "establishment" = 1, NAME "name" = 2, GROUP "group" = 3,
        IS_SET "is_set" = 4, BRAND "brand" = 5, BRAND_NO "brand_no" = 6,
        STANDARD "standard" = 7, OUTPUT "output" = 8, OUTPUT_UNIT "output_unit" = 9,
        OCOP_STARS "ocop_stars" = 10,
    }
    honour 9 {
        PRODUCT "product" = 1, LEVEL "level" = 2, REGION "region" = 3,
        ROUND_YEAR "round_year" = 4, DECISION_NO "decision_no" = 5,
        DECISION_DATE "decision_date" = 6, SCORE "score" = 7, CERT_NO "cert_no" = 8,
        PRIZE "prize" = 10,
    }
    fair 10 {
        ESTABLISHMENT "establishment" = 1, FUND_LEVEL "fund_level" = 3, NAME "name" = 4,
        SCOPE "scope" = 5, PLACE "place" = 6, COUNTRY "country" = 7,
        DATE_FROM "date_from" = 8, DATE_TO "date_to" = 9, BOOTHS "booths" = 10,
        BOOTH_POSITION "booth_position" = 11, BOOTH_PRICE "booth_price" = 12,
        SUPPORT "support" = 13, ORDERS "orders" = 14, ORDERS_VALUE "orders_value" = 15,
        NATION "nation" = 17, SHARERS "sharers" = 18,
    }
    value_chain 11 {
        ESTABLISHMENT "establishment" = 1, DIRECTION "direction" = 2, PARTNER "partner" = 3,
        PARTNER_KIND "partner_kind" = 4, PRODUCT "product" = 5, AREA "area" = 6,
        VOLUME "volume" = 7, VOLUME_UNIT "volume_unit" = 8, CONTRACT "contract" = 9,
        DATE_FROM "date_from" = 10, DATE_TO "date_to" = 11, VALUE "value" = 12,
        FARMERS "farmers" = 13,
    }
    coordinated_support 12 {
        ESTABLISHMENT "establishment" = 1, SUPPORT "kind" = 2, PROGRAMME "programme" = 3,
        BODY "body" = 4, ASKED_DATE "asked_date" = 5, ASKED "asked" = 6,
        GRANTED "granted" = 7, UNIT "unit" = 8, DECIDED_DATE "decided_date" = 9,
        STATE "state" = 10, REASON "reason" = 11,
    }
    intl_lead 13 {
        PARTNER "partner" = 1, COUNTRY "country" = 2, VIA "via" = 3, TOPIC "topic" = 4,
        ESTABLISHMENTS "establishments" = 5, STAGE "stage" = 6, STAGE_DATE "stage_date" = 7,
        NEXT_STEP "next_step" = 8, NEXT_DATE "next_date" = 9, VALUE "value" = 10,
        OFFICER "officer" = 11, MEMO_DATE "memo_date" = 13, AGREED_DATE "agreed_date" = 14,
        NATION "nation" = 15, MISSION "mission" = 16, MISSION_NATION "mission_nation" = 17,
        STAGES "stages" = 18, CAME_DATE "came_date" = 19, CAME_MONEY "came_money" = 20,
        CAME_MACHINES "came_machines" = 21, CAME_TRAINEES "came_trainees" = 22,
    }
    task 14 {
        VISIT "visit" = 1, ESTABLISHMENT "establishment" = 2, PROJECT "project" = 3,
        WHAT "what" = 4, OWNER "owner" = 5, OWNER_UNIT "owner_unit" = 6, DUE "due" = 7,
        STATE "state" = 8, DONE_DATE "done_date" = 9,
    }
    officer 16 {
        NAME "name" = 1, UNIT "unit" = 2, UNIT_KIND "unit_kind" = 3, PROVINCE "province" = 4,
        ROLE "role" = 5, ACTIVE "active" = 8,
    }
    target 17 {
        INDICATOR "indicator" = 1, YEAR_FROM "year_from" = 2, YEAR_TO "year_to" = 3,
        PROVINCE "province" = 5, VALUE "value" = 6, DECISION "decision" = 7,
        VERIFIED "verified" = 8,
    }
    reported_figure 21 {
        INDICATOR "indicator" = 1, DATE_FROM "date_from" = 2, DATE_TO "date_to" = 3,
        VALUE "value" = 6, DOCUMENT "document" = 7, VERIFIED "verified" = 8,
    }
    event 22 {
        NAME "name" = 1, SORT "sort" = 2, DATE_FROM "date_from" = 3, DATE_TO "date_to" = 4,
        PLACE "place" = 5, ADDRESS "address" = 6, FUND_LEVEL "fund_level" = 8,
        ESTABLISHMENTS "establishments" = 9, PROVINCES "provinces" = 10, BOOTHS "booths" = 11,
        PARTICIPANTS "participants" = 12, ORDERS "orders" = 13, SALES "sales" = 14,
        FUND_NATIONAL "fund_national" = 15, FUND_LOCAL "fund_local" = 16,
        OWN_CAPITAL "own_capital" = 17,
    }
    selection_round 23 {
        LEVEL "level" = 1, YEAR "year" = 2, PLACE "place" = 3, DECISION_NO "decision_no" = 4,
        DECISION_DATE "decision_date" = 5, BOARD "board" = 6, FUND_LEVEL "fund_level" = 8,
        GROUPS "groups" = 9, COST "cost" = 10,
    }
}
