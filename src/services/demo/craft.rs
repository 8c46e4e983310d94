//! What the made-up establishments make: trades with their products, machines and figures, so
//! that a pottery is visited for its kiln and a tea house for its rollers.

#[derive(Clone, Copy)]
pub struct Machine {
    pub name: &'static str,
    pub maker: &'static str,
    pub country: &'static str,
    /// million đồng
    pub price: i64,
}

pub struct Craft {
    /// how the trade stands in a name: "HTX {trade} Tân Cương"
    pub trade: &'static str,
    /// "Xưởng {short} Bình"
    pub short: &'static str,
    pub sector: &'static str,
    pub vsic: &'static str,
    pub products: &'static [&'static str],
    /// unit of output, an id of `product_unit`
    pub unit: &'static str,
    /// a year's output for one worker, in that unit
    pub output: i64,
    /// đồng for one unit of output
    pub price: i64,
    pub machines: &'static [Machine],
    /// the technology of a demonstration model
    pub technology: &'static str,
    /// what an officer sees there
    pub seen: &'static [&'static str],
    pub trouble: &'static [&'static str],
    /// provinces where the trade is at home; empty: everywhere
    pub home: &'static [&'static str],
    /// craft villages are recognised in this trade
    pub village: bool,
}

const fn machine(
    name: &'static str,
    maker: &'static str,
    country: &'static str,
    price: i64,
) -> Machine {
    Machine { name, maker, country, price }
}

const COAST: &[&str] = &[
    "22", "31", "33", "37", "38", "40", "42", "44", "46", "48", "51", "52", "56", "66", "68",
    "79", "82", "86", "91", "92", "96",
];

pub const CRAFTS: &[Craft] = &[
    Craft {
        trade: "gốm sứ",
        short: "gốm",
        sector: "dd",
        vsic: "23",
        products: &[
            "Bát đĩa, ấm chén gốm",
            "Lọ hoa, bình gốm trang trí",
            "Chậu cảnh, chum vại",
        ],
        unit: "cai",
        output: 4_200,
        price: 38_000,
        machines: &[
            machine("Lò nung gas 6 m3", "Cơ khí Bát Tràng", "Việt Nam", 420),
            machine("Máy nhào đất chân không", "Foshan Ceramic", "Trung Quốc", 185),
            machine("Máy in lăn sản phẩm gốm", "Cơ khí Hồng Hà", "Việt Nam", 96),
        ],
        technology: "Lò nung gas con thoi thay lò than, điều khiển nhiệt độ tự động, giảm tỷ lệ \
                     sản phẩm nứt vỡ và khói bụi trong làng nghề.",
        seen: &[
            "Lò gas đang nung mẻ thứ hai trong tuần, nhiệt độ ổn định ở 1.250 độ.",
            "Kho phôi mộc còn khoảng hai mẻ, đất nguyên liệu đủ dùng trong một tháng.",
            "Tỷ lệ sản phẩm nứt, méo giảm rõ so với lò than trước đây.",
        ],
        trouble: &[
            "Giá gas tăng, chi phí nung chiếm gần một phần ba giá thành.",
            "Thiếu thợ vẽ tay lành nghề, lớp trẻ ít người theo nghề.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "mộc mỹ nghệ",
        short: "mộc",
        sector: "b",
        vsic: "31",
        products: &[
            "Bàn ghế, tủ, giường gỗ",
            "Đồ thờ, tượng gỗ mỹ nghệ",
            "Cửa gỗ, cầu thang gỗ",
        ],
        unit: "bo",
        output: 46,
        price: 6_800_000,
        machines: &[
            machine("Máy đục CNC 4 đầu", "Jinan Quick", "Trung Quốc", 265),
            machine("Máy chà nhám thùng", "Holztek", "Đài Loan", 210),
            machine("Hệ thống hút bụi gỗ", "Cơ khí Nam Hà", "Việt Nam", 135),
        ],
        technology: "Máy đục CNC nhiều đầu kết hợp hệ thống hút bụi trung tâm, thay phần đục thô \
                     thủ công, giữ khâu hoàn thiện bằng tay.",
        seen: &[
            "Máy CNC chạy hai ca, người thợ chỉ còn làm khâu tỉa và đánh bóng.",
            "Bụi gỗ trong xưởng giảm nhiều từ khi có hệ thống hút.",
            "Gỗ tròn nhập có đủ hồ sơ nguồn gốc lâm sản.",
        ],
        trouble: &[
            "Gỗ nguyên liệu lên giá, đơn hàng nội địa chậm.",
            "Điện ba pha yếu, máy lớn phải chạy lệch giờ cao điểm.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "dệt thổ cẩm",
        short: "dệt",
        sector: "dd",
        vsic: "13",
        products: &[
            "Vải thổ cẩm, khăn, túi",
            "Khăn lụa, vải lụa tơ tằm",
            "Chăn, vỏ gối dệt tay",
        ],
        unit: "m",
        output: 620,
        price: 145_000,
        machines: &[
            machine("Khung dệt cải tiến có mô tơ", "Cơ khí dệt Nam Định", "Việt Nam", 48),
            machine("Máy se sợi 24 cọc", "Cơ khí dệt Nam Định", "Việt Nam", 72),
            machine("Nồi nhuộm áp suất 50 kg", "Thies", "Đức", 310),
        ],
        technology: "Khung dệt cải tiến chạy mô tơ và nồi nhuộm kín tuần hoàn nước, giữ hoa văn \
                     truyền thống, tăng năng suất gấp đôi.",
        seen: &[
            "Mười khung dệt đang chạy, chị em tự học vận hành sau ba buổi.",
            "Màu nhuộm từ lá chàm, củ nâu vẫn giữ làm dòng hàng riêng.",
            "Nước nhuộm được gom về bể lắng, chưa thấy thải ra mương.",
        ],
        trouble: &[
            "Đầu ra phụ thuộc khách du lịch, mùa mưa hàng tồn nhiều.",
            "Sợi tơ tằm trong vùng không đủ, phải mua từ tỉnh khác.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "chè",
        short: "chế biến chè",
        sector: "a",
        vsic: "10",
        products: &[
            "Chè xanh, chè búp khô",
            "Chè đinh, chè nõn tôm",
            "Chè shan tuyết, hồng trà",
        ],
        unit: "kg",
        output: 1_350,
        price: 260_000,
        machines: &[
            machine("Tôn quay sao chè inox", "Cơ khí Thái Nguyên", "Việt Nam", 58),
            machine("Máy vò chè inox 3 cối", "Cơ khí Thái Nguyên", "Việt Nam", 64),
            machine("Máy hút chân không, đóng gói", "Kama", "Hàn Quốc", 128),
        ],
        technology: "Dây chuyền sao, vò, sấy chè bằng gas và điện thay củi, đóng gói hút chân \
                     không, truy xuất nguồn gốc bằng mã QR.",
        seen: &[
            "Chè búp tươi nhập trong ngày, sao xong trước chín giờ tối.",
            "Tôn quay inox dùng gas, không còn mùi khói trong chè thành phẩm.",
            "Nhãn có mã QR, quét ra đúng tên hộ trồng và ngày hái.",
        ],
        trouble: &[
            "Vụ đông thiếu búp tươi, máy chỉ chạy nửa công suất.",
            "Chưa có kho lạnh nên chè vụ xuân phải bán sớm.",
        ],
        home: &[
            "04", "08", "11", "12", "14", "15", "19", "20", "24", "25", "38", "40", "42", "66",
            "68",
        ],
        village: true,
    },
    Craft {
        trade: "cơ khí",
        short: "cơ khí",
        sector: "d",
        vsic: "25",
        products: &[
            "Máy nông cụ, phụ tùng",
            "Khung nhà thép, cửa sắt",
            "Chi tiết cơ khí, khuôn dập",
        ],
        unit: "bo",
        output: 120,
        price: 3_900_000,
        machines: &[
            machine("Máy cắt laser fiber 3 kW", "Bodor", "Trung Quốc", 980),
            machine("Máy tiện CNC", "Takisawa", "Đài Loan", 760),
            machine("Máy chấn tôn thủy lực 100 tấn", "Yawei", "Trung Quốc", 540),
        ],
        technology: "Máy cắt laser fiber và máy chấn CNC thay cắt gió đá, sai số dưới 0,1 mm, \
                     giảm phế liệu thép.",
        seen: &[
            "Máy cắt laser vận hành bình thường, hai thợ đã được hãng hướng dẫn.",
            "Phế liệu thép được phân loại, bán lại hằng tuần.",
            "Mặt bằng xưởng đã kẻ vạch lối đi, có bình chữa cháy mới kiểm định.",
        ],
        trouble: &[
            "Giá thép biến động, khó giữ giá hợp đồng quá một tháng.",
            "Khó tuyển thợ vận hành CNC ở xã.",
        ],
        home: &[],
        village: false,
    },
    Craft {
        trade: "bún, miến, phở khô",
        short: "miến",
        sector: "a",
        vsic: "10",
        products: &["Miến dong", "Bún khô, phở khô", "Mỳ gạo, bánh đa nem"],
        unit: "kg",
        output: 7_800,
        price: 42_000,
        machines: &[
            machine("Dây chuyền tráng, hấp, cắt miến", "Cơ khí Viễn Đông", "Việt Nam", 385),
            machine("Nhà sấy năng lượng mặt trời 60 m2", "Viện Cơ điện NN", "Việt Nam", 165),
            machine("Máy nghiền bột nước", "Cơ khí Viễn Đông", "Việt Nam", 46),
        ],
        technology: "Dây chuyền tráng hấp liên tục và nhà sấy năng lượng mặt trời thay phơi sân, \
                     bảo đảm an toàn thực phẩm, không phụ thuộc thời tiết.",
        seen: &[
            "Miến phơi trong nhà sấy, không còn phơi ven đường.",
            "Bể lắng bột ba ngăn hoạt động, nước sau lắng đã hết mùi chua.",
            "Cơ sở đã có giấy chứng nhận đủ điều kiện an toàn thực phẩm.",
        ],
        trouble: &[
            "Nước thải bột vẫn là việc khó, bể chung của làng chưa xong.",
            "Củ dong trong vùng giảm diện tích, giá đầu vụ cao.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "mây tre đan",
        short: "mây tre đan",
        sector: "dd",
        vsic: "16",
        products: &[
            "Giỏ, khay mây tre đan xuất khẩu",
            "Mành tre, chụp đèn tre",
            "Thúng, nia, nong",
        ],
        unit: "cai",
        output: 1_900,
        price: 62_000,
        machines: &[
            machine("Máy chẻ nan tre 12 dao", "Cơ khí Hoài Đức", "Việt Nam", 38),
            machine("Lò sấy, hấp chống mốc", "Cơ khí Hoài Đức", "Việt Nam", 140),
            machine("Máy vót nan tròn", "Cơ khí Hoài Đức", "Việt Nam", 27),
        ],
        technology: "Máy chẻ, vót nan và lò hấp chống mốc không dùng lưu huỳnh, đạt yêu cầu của \
                     khách hàng châu Âu.",
        seen: &[
            "Máy chẻ nan thay được sáu người vót tay, nan đều hơn.",
            "Hàng đan giao cho khoảng bốn mươi hộ trong xã làm tại nhà.",
            "Lô hàng xuất đã qua hấp, kiểm tra không thấy mốc.",
        ],
        trouble: &[
            "Đơn hàng xuất khẩu đến theo mùa, thợ đan bỏ nghề dần.",
            "Mây, tre già khai thác xa, chi phí vận chuyển cao.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "nước mắm",
        short: "nước mắm",
        sector: "a",
        vsic: "10",
        products: &["Nước mắm cá cơm", "Mắm tôm, mắm ruốc", "Nước mắm nhĩ, mắm nêm"],
        unit: "lit",
        output: 5_400,
        price: 68_000,
        machines: &[
            machine("Hệ thống chượp náo đảo tuần hoàn", "Cơ khí Cát Hải", "Việt Nam", 290),
            machine("Máy chiết rót, dán nhãn", "Nhật Minh", "Việt Nam", 175),
            machine("Bồn chứa inox 10 m3", "Tân Á", "Việt Nam", 88),
        ],
        technology: "Chượp kín, náo đảo tuần hoàn bằng bơm và năng lượng mặt trời, rút ngắn thời \
                     gian chín chượp, giảm mùi ra khu dân cư.",
        seen: &[
            "Bể chượp kín, mùi quanh xưởng nhẹ hơn hẳn lần trước.",
            "Độ đạm lô vừa rút đạt 32 độ theo phiếu kiểm nghiệm.",
            "Máy chiết rót chạy ổn định, mỗi giờ khoảng tám trăm chai.",
        ],
        trouble: &[
            "Cá cơm năm nay về ít, giá cá đầu vụ tăng mạnh.",
            "Thiếu vốn lưu động vì chượp phải nằm cả năm.",
        ],
        home: COAST,
        village: true,
    },
    Craft {
        trade: "cà phê",
        short: "rang xay cà phê",
        sector: "a",
        vsic: "10",
        products: &["Cà phê bột rang mộc", "Cà phê hạt, cà phê phin giấy", "Cà phê hòa tan"],
        unit: "kg",
        output: 2_600,
        price: 185_000,
        machines: &[
            machine("Máy rang cà phê 30 kg/mẻ", "Hữu Toàn Phát", "Việt Nam", 240),
            machine("Máy bắn màu phân loại hạt", "Satake", "Nhật Bản", 690),
            machine("Máy đóng gói phin giấy", "Wilpack", "Việt Nam", 155),
        ],
        technology: "Máy rang tầng sôi điều khiển số và máy bắn màu phân loại hạt, sản phẩm đồng \
                     đều, giảm hạt cháy.",
        seen: &[
            "Máy rang lưu lại biểu đồ từng mẻ trên máy tính, dễ làm lại đúng vị.",
            "Hạt lỗi loại ra còn dưới ba phần trăm.",
            "Khu rang tách riêng khu đóng gói, có lưới chắn côn trùng.",
        ],
        trouble: &[
            "Giá nhân xô cao, vốn thu mua cuối vụ không đủ.",
            "Bao bì đặt số lượng nhỏ nên giá đắt.",
        ],
        home: &["14", "44", "52", "66", "68", "75"],
        village: false,
    },
    Craft {
        trade: "xay xát, chế biến gạo",
        short: "xay xát",
        sector: "a",
        vsic: "10",
        products: &["Gạo đặc sản đóng túi", "Gạo, tấm, cám", "Bột gạo, trấu ép"],
        unit: "tan",
        output: 210,
        price: 15_500_000,
        machines: &[
            machine("Máy tách màu gạo", "Lamico", "Việt Nam", 620),
            machine("Máy lau bóng gạo 6 tấn/giờ", "Bùi Văn Ngọ", "Việt Nam", 480),
            machine("Tháp sấy lúa 10 tấn/mẻ", "Bùi Văn Ngọ", "Việt Nam", 350),
        ],
        technology: "Dây chuyền xay xát khép kín có tách màu, sấy bằng trấu ép, hút bụi cám, tiết \
                     kiệm điện trên mỗi tấn gạo.",
        seen: &[
            "Máy tách màu vận hành tốt, gạo lẫn hạt đỏ gần như không còn.",
            "Trấu được ép thành củi bán cho lò sấy trong vùng.",
            "Kho thành phẩm khô ráo, pallet cách tường đúng quy định.",
        ],
        trouble: &[
            "Điện cao điểm đắt, cơ sở phải chuyển sang chạy ca đêm.",
            "Lúa vụ thu đông ít, máy sấy chưa dùng hết công suất.",
        ],
        home: &[],
        village: false,
    },
    Craft {
        trade: "may mặc",
        short: "may",
        sector: "b",
        vsic: "14",
        products: &["Quần áo bảo hộ, đồng phục", "Áo sơ mi, quần âu gia công", "Đồ thể thao"],
        unit: "cai",
        output: 3_100,
        price: 92_000,
        machines: &[
            machine("Máy trải, cắt vải tự động", "Gerber", "Hoa Kỳ", 870),
            machine("Máy may một kim điện tử (30 máy)", "Juki", "Nhật Bản", 410),
            machine("Hệ thống là hơi", "Naomoto", "Nhật Bản", 150),
        ],
        technology: "Máy trải cắt vải tự động và chuyền treo, giảm vải thừa, cân bằng chuyền bằng \
                     phần mềm.",
        seen: &[
            "Chuyền may chạy đủ người, phần lớn là lao động nữ trong xã.",
            "Vải cắt bằng máy, mép đều, phần vải bỏ giảm thấy rõ.",
            "Nhà xưởng thoáng, có quạt hút và lối thoát hiểm mở.",
        ],
        trouble: &[
            "Đơn hàng gia công giá thấp, chậm thanh toán.",
            "Công nhân trẻ chuyển lên khu công nghiệp.",
        ],
        home: &[],
        village: false,
    },
    Craft {
        trade: "vật liệu không nung",
        short: "gạch không nung",
        sector: "c",
        vsic: "23",
        products: &["Gạch block, gạch không nung", "Ống cống, cột bê tông", "Gạch lát vỉa hè"],
        unit: "m3",
        output: 460,
        price: 920_000,
        machines: &[
            machine("Dây chuyền ép gạch không nung thủy lực", "Thanh Phúc", "Việt Nam", 1_250),
            machine("Trạm trộn bê tông 30 m3/giờ", "Hồng Hà", "Việt Nam", 780),
            machine("Máy nghiền mạt đá", "Thanh Phúc", "Việt Nam", 430),
        ],
        technology: "Ép gạch không nung bằng thủy lực từ mạt đá và tro bay, không đốt than, thay \
                     gạch đất sét nung.",
        seen: &[
            "Dây chuyền ép gạch chạy đều, mỗi ca khoảng một vạn hai nghìn viên.",
            "Tro bay chứa trong silo kín, xe vào có phun nước rửa bánh.",
            "Mẫu gạch gửi kiểm định đạt mác 75.",
        ],
        trouble: &["Công trình nhỏ vẫn quen dùng gạch nung.", "Cát, mạt đá khan vào mùa mưa."],
        home: &[],
        village: false,
    },
    Craft {
        trade: "bánh kẹo",
        short: "bánh kẹo",
        sector: "a",
        vsic: "10",
        products: &["Bánh gai, bánh cốm", "Kẹo lạc, kẹo dồi", "Bánh tráng, bánh pía"],
        unit: "kg",
        output: 3_700,
        price: 88_000,
        machines: &[
            machine("Máy trộn, cán, cắt kẹo liên hoàn", "Á Châu", "Việt Nam", 220),
            machine("Lò nướng đối lưu 16 khay", "Southstar", "Trung Quốc", 115),
            machine("Máy đóng gói dạng gối", "Wilpack", "Việt Nam", 130),
        ],
        technology: "Nồi nấu cánh khuấy và máy cán cắt liên hoàn bằng inox 304, thay nấu chảo tay, \
                     kiểm soát được nhiệt độ.",
        seen: &[
            "Khu nấu lát gạch mới, công nhân có mũ, khẩu trang, tạp dề.",
            "Máy đóng gói làm thay tám người gói tay.",
            "Hồ sơ tự công bố sản phẩm đầy đủ, hạn dùng in rõ.",
        ],
        trouble: &[
            "Hàng bán mạnh dịp Tết, tháng hè gần như nghỉ.",
            "Nhãn hiệu chưa đăng ký, đã có nơi làm nhái.",
        ],
        home: &[],
        village: true,
    },
    Craft {
        trade: "đúc đồng",
        short: "đúc đồng",
        sector: "dd",
        vsic: "24",
        products: &["Đồ thờ, tranh đồng", "Chuông, tượng đồng", "Chi tiết đồng đúc"],
        unit: "bo",
        output: 58,
        price: 5_200_000,
        machines: &[
            machine("Lò nấu đồng trung tần 500 kg", "Viện Luyện kim đen", "Việt Nam", 360),
            machine("Máy khắc laser", "Thunder", "Trung Quốc", 145),
            machine("Hệ thống xử lý khói lò", "Cơ khí Ý Yên", "Việt Nam", 260),
        ],
        technology: "Lò trung tần thay lò than, có chụp hút và lọc khói, rút thời gian nấu đồng còn \
                     một phần ba.",
        seen: &[
            "Lò trung tần lên nhiệt nhanh, khói qua hệ thống lọc trước khi thải.",
            "Khuôn đất vẫn làm tay theo lối cũ, do nghệ nhân trong làng đảm nhận.",
            "Đồng phế liệu nhập có sổ theo dõi.",
        ],
        trouble: &[
            "Giá đồng tăng, khách đặt trước ít hơn.",
            "Mặt bằng nằm trong khu dân cư, cần di dời vào cụm công nghiệp.",
        ],
        home: &["24", "33", "37", "38", "46", "48", "52", "79", "91"],
        village: true,
    },
    Craft {
        trade: "thủy sản khô",
        short: "chế biến thủy sản",
        sector: "a",
        vsic: "10",
        products: &["Cá khô một nắng", "Tôm khô, mực khô", "Chả cá, cá viên"],
        unit: "kg",
        output: 2_900,
        price: 210_000,
        machines: &[
            machine("Tủ sấy bơm nhiệt 500 kg", "Mactech", "Việt Nam", 275),
            machine("Kho lạnh 20 tấn", "Bitzer", "Đức", 640),
            machine("Máy hút chân không hai buồng", "Dajiang", "Trung Quốc", 68),
        ],
        technology: "Sấy bơm nhiệt ở nhiệt độ thấp thay phơi nắng, giữ màu và hương, không dùng \
                     chất bảo quản.",
        seen: &[
            "Tủ sấy bơm nhiệt chạy liên tục, sản phẩm đều màu, không ruồi.",
            "Nền khu sơ chế thoát nước tốt, đá sạch mua có hóa đơn.",
            "Kho lạnh giữ âm 18 độ, có sổ ghi nhiệt độ hằng ngày.",
        ],
        trouble: &[
            "Mùa biển động thiếu nguyên liệu, lao động nghỉ luân phiên.",
            "Tiền điện kho lạnh lớn khi hàng bán chậm.",
        ],
        home: COAST,
        village: true,
    },
    Craft {
        trade: "sản phẩm từ dừa",
        short: "chế biến dừa",
        sector: "a",
        vsic: "10",
        products: &["Dầu dừa, mặt nạ dừa", "Kẹo dừa, bánh dừa", "Chỉ xơ dừa, đất sạch"],
        unit: "kg",
        output: 4_100,
        price: 74_000,
        machines: &[
            machine("Máy ép dầu dừa lạnh", "Cơ khí Bến Tre", "Việt Nam", 210),
            machine("Máy đập, tách xơ dừa", "Cơ khí Bến Tre", "Việt Nam", 175),
            machine("Máy ly tâm ba pha", "Alfa Laval", "Thụy Điển", 820),
        ],
        technology: "Ép lạnh và ly tâm tách dầu dừa tinh khiết, tận dụng xơ và nước dừa, gần như \
                     không còn chất thải.",
        seen: &[
            "Nước dừa trước đây đổ bỏ nay được thu làm thạch.",
            "Dầu ép lạnh trong, không mùi khét, có phiếu kiểm nghiệm.",
            "Xơ dừa phơi trên sân riêng, cách xa khu ép dầu.",
        ],
        trouble: &[
            "Dừa khô bị thương lái mua gom, giá lên xuống thất thường.",
            "Hạn mặn làm dừa trái nhỏ, ít cơm.",
        ],
        home: &["52", "82", "86", "91", "92", "96"],
        village: true,
    },
    Craft {
        trade: "bao bì giấy",
        short: "bao bì",
        sector: "b",
        vsic: "17",
        products: &["Thùng carton, hộp giấy", "Túi giấy, hộp quà", "Ống giấy, lõi giấy"],
        unit: "cai",
        output: 96_000,
        price: 4_600,
        machines: &[
            machine("Máy in flexo 4 màu", "Kent", "Trung Quốc", 1_150),
            machine("Máy bế hộp tự động", "Bobst", "Thụy Sĩ", 930),
            machine("Máy dán thùng", "Kent", "Trung Quốc", 290),
        ],
        technology: "In flexo mực gốc nước và bế tự động, thay in lụa dung môi, giảm mùi và giấy \
                     hỏng.",
        seen: &[
            "Máy in chạy mực gốc nước, trong xưởng không còn mùi dung môi.",
            "Giấy vụn được ép kiện bán lại nhà máy.",
            "Đơn hàng chủ yếu từ các cơ sở thực phẩm trong tỉnh.",
        ],
        trouble: &[
            "Giấy cuộn nhập theo đợt, hay phải chờ.",
            "Nước rửa bản in chưa có bể gom riêng.",
        ],
        home: &[],
        village: false,
    },
    Craft {
        trade: "rượu truyền thống",
        short: "nấu rượu",
        sector: "a",
        vsic: "11",
        products: &[
            "Rượu nếp, rượu ngô men lá",
            "Rượu vang quả, rượu mơ",
            "Rượu đế, rượu thuốc",
        ],
        unit: "lit",
        output: 2_400,
        price: 95_000,
        machines: &[
            machine("Hệ thống chưng cất tháp đồng", "Đồng Xuân", "Việt Nam", 340),
            machine("Máy lọc andehit", "Đồng Xuân", "Việt Nam", 85),
            machine("Bồn ủ inox 2 m3 (4 bồn)", "Tân Á", "Việt Nam", 112),
        ],
        technology: "Chưng cất gián tiếp bằng hơi và lọc andehit, giữ hương men truyền thống, bảo \
                     đảm an toàn cho người dùng.",
        seen: &[
            "Rượu ra lò được đo độ và ghi sổ từng mẻ.",
            "Máy lọc andehit dùng thường xuyên, lõi lọc thay đúng hạn.",
            "Bã rượu bán cho hộ chăn nuôi trong xã.",
        ],
        trouble: &[
            "Tem, nhãn làm thủ tục lâu, bán ra ngoài tỉnh khó.",
            "Củi đốt lò vẫn nhiều, khói bay sang nhà bên.",
        ],
        home: &[],
        village: true,
    },
];
