"""A made-up budget and the tables that print it in many layouts, each cell with what it means.

The tests write these tables in every format and compare what is read with what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

UNIT_NAME = "滨江市民政局"
YEAR = 2023


@dataclass(frozen=True, slots=True)
class Line:
    """One classification line with its amounts in 百元, so that 万元 and 元 print it exactly."""

    code: str
    name: str
    staff: int = 0
    office: int = 0
    projects: int = 0  # from the general budget
    own: int = 0  # projects from 事业收入

    @property
    def basic(self) -> int:
        return self.staff + self.office

    @property
    def general(self) -> int:
        return self.basic + self.projects

    @property
    def all(self) -> int:
        return self.general + self.own

    @property
    def all_projects(self) -> int:
        return self.projects + self.own


NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20802": "民政管理事务",
    "2080201": "行政运行",
    "2080299": "其他民政管理事务支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30211": "差旅费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "30299": "其他商品和服务支出",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
}
FUNCTION_LEAVES = ("2010301", "2010302", "2080201", "2080299", "2080505", "2101101", "2210201")
STAFF_LEAVES = ("30101", "30102", "30302")
OFFICE_LEAVES = ("30201", "30211", "30217", "30231", "30299")
PROJECTS = ("养老服务设施运行经费", "困难群众救助信息系统运维", "社会组织评估")


@dataclass(frozen=True, slots=True)
class Budget:
    """All amounts of one unit; `economic` are the lines of the basic spending."""

    leaves: tuple[Line, ...]
    economic: tuple[tuple[str, int], ...]
    projects: tuple[tuple[str, int, int], ...]  # name, general, own
    special: tuple[int, int, int, int]  # 出国, 接待, 购置, 运行
    special_last_year: tuple[int, int, int, int]

    @property
    def whole(self) -> Line:
        return summed("", "合计", self.leaves)

    def lines(self) -> list[Line]:
        """类, 款 and 项 in the order of their codes."""
        codes = sorted({leaf.code[:length] for leaf in self.leaves for length in (3, 5, 7)})
        return [
            summed(code, NAMES[code], [leaf for leaf in self.leaves if leaf.code.startswith(code)]) for code in codes
        ]

    def economic_lines(self) -> list[tuple[str, int]]:
        codes = sorted({code[:length] for code, _ in self.economic for length in (3, 5)})
        return [(code, sum(amount for leaf, amount in self.economic if leaf.startswith(code))) for code in codes]


def summed(code: str, name: str, leaves: Sequence[Line]) -> Line:
    return Line(
        code,
        name,
        sum(leaf.staff for leaf in leaves),
        sum(leaf.office for leaf in leaves),
        sum(leaf.projects for leaf in leaves),
        sum(leaf.own for leaf in leaves),
    )


def make_budget(amounts: Iterator[int]) -> Budget:
    """A budget from a supply of amounts; its parts add up."""
    economic = tuple((code, next(amounts)) for code in (*STAFF_LEAVES, *OFFICE_LEAVES))
    staff = sum(amount for code, amount in economic if code in STAFF_LEAVES)
    office = sum(amount for code, amount in economic if code in OFFICE_LEAVES)
    projects = tuple((name, next(amounts), next(amounts) if i == 1 else 0) for i, name in enumerate(PROJECTS))
    cut = [staff // 7 + i for i in range(5)]
    leaves = (
        Line("2010301", NAMES["2010301"], cut[0], office // 2),
        Line("2010302", NAMES["2010302"], projects=projects[0][1]),
        Line("2080201", NAMES["2080201"], cut[1], office - office // 2),
        Line("2080299", NAMES["2080299"], projects=projects[1][1] + projects[2][1], own=projects[1][2]),
        Line("2080505", NAMES["2080505"], cut[2]),
        Line("2101101", NAMES["2101101"], cut[3]),
        Line("2210201", NAMES["2210201"], staff - sum(cut[:4])),
    )
    special = (next(amounts), next(amounts), next(amounts), next(amounts))
    last = (next(amounts), next(amounts), next(amounts), next(amounts))
    return Budget(leaves, economic, projects, special, last)


# ---- layouts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document prints the budget."""

    format: str = "pdf"  # pdf, docx, xlsx, html, text
    stage: str = "预算"  # 预算, 决算
    unit: str = "万元"  # 万元, 元
    codes: str = "one"  # one, three, beside (科目 with code and name in one cell)
    header_rows: int = 1  # 1 to 3
    total: str = "first"  # first, last
    total_merged: bool = False
    ordinals: bool = False  # 行次 columns and a 栏次 row
    blanks: str = ""  # how zero is printed
    grouped: bool = False  # 1,234.56
    indented: bool = False
    rows_a_page: int = 99
    repeat_header: bool = True
    tables_a_page: int = 1
    economic_lists: int = 1  # side by side
    special: str = "row"  # row, list
    unit_place: str = "above"  # above, header
    numbering: str = ""  # before titles: 表1, 公开01表
    captions: str = "above"  # above, inside: title and unit are rows of the grid
    units: bool = False  # 三公 list of the department's units


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means."""

    value: Decimal
    unit: str
    subject: str
    code: str = ""
    measure: str = "合计"
    fund: str = ""
    direction: str = ""
    year: int = YEAR
    stage: str = ""
    aspect: str = "amount"
    table: str = ""


@dataclass(frozen=True, slots=True)
class Put:
    """A cell as drawn; with `meant`, an amount."""

    text: str
    rows: int = 1
    columns: int = 1
    meant: Meant | None = None


Row = list[Put | None]  # None: covered by a merged cell


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table ready to be written."""

    title: str
    header: list[Row]
    body: list[Row]
    unit_line: str = ""
    note: str = ""

    @property
    def meant(self) -> list[Meant]:
        return [cell.meant for row in self.body for cell in row if cell and cell.meant]


@dataclass(slots=True)
class _Maker:
    """Builds the cells of one document."""

    layout: Layout
    budget: Budget
    table: str = ""
    tables: list[DrawnTable] = field(default_factory=list)

    def amount(self, hundreds: int, subject: str, **meaning: object) -> Put:
        """A cell with its meaning; zero is a blank cell or printed, as the layout says."""
        value = Decimal(hundreds) / 100 if meaning.pop("unit", self.layout.unit) == "万元" else Decimal(hundreds * 100)
        if not hundreds and self.layout.blanks != "0.00":
            return Put(self.layout.blanks)
        text = f"{value:,.2f}" if self.layout.grouped else f"{value:.2f}"
        said = {"unit": self.layout.unit, "stage": self.layout.stage, "table": self.table, **meaning}
        return Put(text, meant=Meant(Decimal(text.replace(",", "")), subject=subject, **said))  # type: ignore[arg-type]

    def add(self, header: list[Row], body: list[Row], unit: str = "") -> None:
        unit = unit or self.layout.unit
        above = self.layout.unit_place == "above"
        if not above:
            header = _with_unit_in_header(header, unit)
        if self.layout.captions == "inside":
            width = sum(cell.columns for cell in header[0] if cell)
            header = [
                [Put(self.table, 1, width), *([None] * (width - 1))],
                *([[Put(f"单位：{unit}", 1, width), *([None] * (width - 1))]] if above else []),
                *header,
            ]
        number = len(self.tables) + 1
        prefix = {"表": f"表{number} ", "公开": f"公开{number:02}表 ", "附表": f"附表{number}："}.get(
            self.layout.numbering, ""
        )
        title = "" if self.layout.captions == "inside" else f"{prefix}{self.table}"
        line = f"单位：{unit}" if above and title else ""
        self.tables.append(DrawnTable(title, header, body, line))

    # ---- columns of labels ---------------------------------------------------------------------------

    def label_header(self, height: int) -> list[Row]:
        """The header above code and name."""
        if self.layout.codes == "beside":
            return [[Put("支出功能分类科目", height)], *([[None]] * (height - 1))]
        if self.layout.codes == "one":
            if height == 1:
                return [[Put("科目编码"), Put("科目名称")]]
            top: Row = [Put("项目", 1, 2), None]
            return [
                top,
                [Put("科目编码", height - 1), Put("科目名称", height - 1)],
                *([[None, None]] * (height - 2)),
            ]
        if height == 1:
            return [[Put("类"), Put("款"), Put("项"), Put("科目名称")]]
        names: Row = [Put("科目编码", 1, 3), None, None, Put("科目名称", height)]
        leaves: Row = [Put(text, height - 1) for text in "类款项"]
        return [names, [*leaves, None], *([[None] * 4] * (height - 2))]

    def label(self, code: str, name: str) -> Row:
        if self.layout.indented:
            name = "　" * ((len(code) - 3) // 2) + name
        if self.layout.codes == "beside":
            return [Put(f"{code}-{name.strip('　')}" if code else name)]
        if self.layout.codes == "one":
            return [Put(code), Put(name)]
        return [Put(code[:3]), Put(code[3:5]), Put(code[5:7]), Put(name)]

    def total_label(self, width: int) -> Row:
        if width > 1 and self.layout.total_merged:
            return [Put("合计", 1, width), *([None] * (width - 1))]
        return [*([Put("")] * (width - 1)), Put("合计")]

    def with_total(self, total: Row, rows: list[Row]) -> list[Row]:
        return [total, *rows] if self.layout.total == "first" else [*rows, total]

    def ordinal_row(self, labels: int, values: int) -> list[Row]:
        if not self.layout.ordinals:
            return []
        head: Row = [Put("栏次", 1, labels), *([None] * (labels - 1))]
        return [[*head, *(Put(str(number)) for number in range(1, values + 1))]]

    # ---- tables --------------------------------------------------------------------------------------

    def coded(self, columns: list[tuple[tuple[str, ...], str, dict[str, object]]], direction: str, fund: str) -> None:
        """A table of function lines. A column is its header path, the part of a line, and its meaning."""
        height = max(len(path) for path, _, _ in columns)
        height = max(height, self.layout.header_rows)
        labels = self.label_header(height)
        values = header_of([path for path, _, _ in columns], height)
        header = [[*left, *right] for left, right in zip(labels, values, strict=True)]
        width = len(labels[0])
        meaning = {"direction": direction, "fund": fund}

        def row(line: Line, label: Row, subject: str) -> Row:
            return [
                *label,
                *(
                    self.amount(getattr(line, part), subject, code=line.code, **{**meaning, **said})
                    for _, part, said in columns
                ),
            ]

        lines = [row(line, self.label(line.code, line.name), line.name) for line in self.budget.lines()]
        lines = [line for line in lines if any(cell and cell.meant for cell in line)]
        whole = row(self.budget.whole, self.total_label(width), direction)
        whole = [
            _of_whole(cell, paths) for cell, paths in zip(whole, [()] * width + [p for p, _, _ in columns], strict=True)
        ]
        self.add(header, [*self.ordinal_row(width, len(columns)), *self.with_total(whole, lines)])

    def revenue_and_spending(self) -> None:
        """收支总表: two lists side by side."""
        stage, whole = self.layout.stage, self.budget.whole
        self.table = "收支总表" if stage == "预算" else "收入支出决算总表"
        left = [
            ("一、一般公共预算拨款收入", whole.general, "一般公共预算拨款收入", {}),
            ("二、政府性基金预算拨款收入", 0, "政府性基金预算拨款收入", {}),
            ("三、事业收入", whole.own, "事业收入", {}),
        ]
        numbers = "一二三四五六"
        right = [
            (f"{numbers[i]}、{line.name}", line.all, line.name, {"code": line.code})
            for i, line in enumerate(line for line in self.budget.lines() if len(line.code) == 3)
        ]
        left += [("", 0, "", {})] * (len(right) - len(left))
        left += [
            ("本年收入合计", whole.all, "收入", {"measure": "本年收入"}),
            ("上年结转", 0, "收入", {"measure": "上年结转结余"}),
            ("收入总计", whole.all, "收入", {}),
        ]
        right += [
            ("本年支出合计", whole.all, "支出", {"measure": "本年支出"}),
            ("结转下年", 0, "支出", {"measure": "年终结转结余"}),
            ("支出总计", whole.all, "支出", {}),
        ]
        number = self.layout.ordinals
        names = [Put("项目"), *([Put("行次")] if number else []), Put(f"{stage}数")]
        header: list[Row] = [[*names, *names]]
        if self.layout.header_rows > 1:
            side = len(names)
            header.insert(
                0,
                [Put("收入", 1, side), *([None] * (side - 1)), Put("支出", 1, side), *([None] * (side - 1))],
            )
        body: list[Row] = []
        for i, (of_left, of_right) in enumerate(zip(left, right, strict=True)):
            row: Row = []
            for (label, hundreds, subject, said), direction, offset in (
                (of_left, "收入", 1),
                (of_right, "支出", 1 + len(left)),
            ):
                cell = self.amount(hundreds, subject, direction=direction, **said) if label else Put("")
                row += [Put(label), *([Put(str(i + offset))] if number else []), cell]
            body.append(row)
        self.add(header, body)

    def grants(self) -> None:
        """财政拨款收支总表: the spending side has a column for each kind of money."""
        whole = self.budget.whole
        self.table = "财政拨款收支总表" if self.layout.stage == "预算" else "财政拨款收入支出决算总表"
        fund = {"fund": "财政拨款"}
        tops = [line for line in self.budget.lines() if len(line.code) == 3]
        height = len(tops) + 2
        left: list[tuple[str, Put]] = [
            (
                "一、一般公共预算拨款",
                self.amount(whole.general, "一般公共预算拨款收入", direction="收入", **fund),
            ),
            ("二、政府性基金预算拨款", Put("")),
            *[("", Put(""))] * (height - 4),
            (
                "本年收入合计",
                self.amount(whole.general, "收入", direction="收入", measure="本年收入", **fund),
            ),
            ("收入总计", self.amount(whole.general, "收入", direction="收入", **fund)),
        ]
        rows = [
            (f"{'一二三四'[i]}、{line.name}", line.general, line.name, {"code": line.code})
            for i, line in enumerate(tops)
        ]
        rows.append(("本年支出合计", whole.general, "支出", {"measure": "本年支出"}))
        rows.append(("支出总计", whole.general, "支出", {}))
        body: list[Row] = []
        for (name, amount), (label, hundreds, subject, said) in zip(left, rows, strict=True):
            both = [
                self.amount(hundreds, subject, direction="支出", fund=money, **said)
                for money in ("财政拨款", "一般公共预算")
            ]
            body.append([Put(name), amount, Put(label), *both, Put("")])
        columns = [Put("合计"), Put("一般公共预算"), Put("政府性基金预算")]
        header: list[Row] = [[Put("项目"), Put("金额"), Put("项目"), *columns]]
        if self.layout.header_rows > 1:
            header.insert(0, [Put("收入", 1, 2), None, Put("支出", 1, 4), None, None, None])
        self.add(header, body)

    def count(self, text: str, unit: str, name: str) -> Put:
        """A number of things bought."""
        said = {"measure": "数量", "direction": "支出", "stage": self.layout.stage, "table": self.table}
        return Put(text, meant=Meant(Decimal(text), unit, name, **said))  # type: ignore[arg-type]

    def procurement(self) -> None:
        """政府采购表: what is bought for which project, and how many, counted as the column beside it says."""
        self.table = "政府采购预算表" if self.layout.stage == "预算" else "政府采购决算表"
        said = {"direction": "支出"}
        rows: list[Row] = [
            [Put(name), Put("货物类"), self.count("3", "台", name), Put("台"), self.amount(general // 2, name, **said)]
            for name, general, _ in self.budget.projects
        ]
        whole = self.amount(sum(general // 2 for _, general, _ in self.budget.projects), "政府采购", **said)
        header: list[Row] = [[Put("采购项目名称"), Put("类别"), Put("数量"), Put("计量单位"), Put("金额")]]
        self.add(header, self.with_total([Put("合计"), *[Put("")] * 3, whole], rows))

    def economic(self) -> None:
        """The economic lines of basic spending, in one list or several side by side."""
        lists = self.layout.economic_lists
        self.table = "一般公共预算基本支出" + ("表" if self.layout.stage == "预算" else "决算表")
        said = {"direction": "支出", "measure": "基本支出", "fund": "一般公共预算"}
        lines: list[Row] = [
            [Put(code), Put(NAMES[code]), self.amount(amount, NAMES[code], code=code, **said)]
            for code, amount in self.budget.economic_lines()
        ]
        whole = self.budget.whole
        amount_name = "金额" if self.layout.stage == "预算" else "决算数"
        each: Row = [Put("经济分类科目编码"), Put("科目名称"), Put(amount_name)]
        if lists == 1:
            total = [*self.total_label(2), self.amount(whole.basic, "支出", **said)]
            self.add([each], self.with_total(total, lines))
            return
        height = -(-len(lines) // lists)
        blank: Row = [Put(""), Put(""), Put("")]
        columns = [lines[i * height : (i + 1) * height] for i in range(lists)]
        columns = [column + [blank] * (height - len(column)) for column in columns]
        body: list[Row] = [[cell for column in columns for cell in column[i]] for i in range(height)]
        groups: Row = []
        for name in ("人员经费", "公用经费", "公用经费")[:lists]:
            groups += [Put(name, 1, 3), None, None]
        header: list[Row] = [[*each] * lists]
        if self.layout.header_rows > 1:
            header.insert(0, groups)
        self.add(header, body)

    def special(self) -> None:
        """三公经费 as one row, or as a list with last year beside this year."""
        self.table = "“三公”经费支出表" if self.layout.stage == "预算" else "“三公”经费支出决算表"
        names = ["因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"]
        both = "公务用车购置及运行费"

        def amounts(of: tuple[int, int, int, int]) -> list[tuple[str, int]]:
            abroad, guests, bought, run = of
            return [
                ("“三公”经费", sum(of)),
                (names[0], abroad),
                (both, bought + run),
                (names[2], bought),
                (names[3], run),
                (names[1], guests),
            ]

        this_year, last_year = amounts(self.budget.special), amounts(self.budget.special_last_year)
        if self.layout.special == "row" and self.layout.units:
            self._special_units(this_year)
            return
        if self.layout.special == "row":
            self._special_row(this_year, last_year)
            return
        labels = [
            "合计",
            "1.因公出国（境）费",
            "2.公务用车购置及运行费",
            "其中：公务用车购置费",
            "公务用车运行维护费",
            "3.公务接待费",
        ]
        header: list[Row] = [[Put("项目"), Put("上年预算数"), Put("本年预算数")]]
        if self.layout.stage == "决算":
            header = [[Put("项目"), Put("预算数"), Put("决算数")]]
        first = {"year": YEAR - 1} if self.layout.stage == "预算" else {"stage": "预算"}
        body: list[Row] = []
        for label, (name, before), (_, now) in zip(labels, last_year, this_year, strict=True):
            said = {"direction": "支出"}
            body.append([Put(label), self.amount(before, name, **said, **first), self.amount(now, name, **said)])
        self.add(header, body)

    def _special_row(self, amounts: list[tuple[str, int]], before: list[tuple[str, int]]) -> None:
        """One row; final accounts print the budget in the same row."""
        row = [self.amount(amount, name, direction="支出") for name, amount in amounts]
        if self.layout.stage == "预算":
            self.add(header_of(_SPECIAL, 2), [row])
            return
        planned = [self.amount(amount, name, direction="支出", stage="预算") for name, amount in before]
        paths = [(stage, *path) for stage in ("预算数", "决算数") for path in _SPECIAL]
        self.add(header_of(paths, 3), [[*planned, *row]])

    def _special_units(self, amounts: list[tuple[str, int]]) -> None:
        """The total of the department, then its own part and that of a unit."""
        measures = ["“三公”经费", *(name for name, _ in amounts[1:])]
        rows: list[Row] = [[Put("合计"), *(self.amount(amount, name, direction="支出") for name, amount in amounts)]]
        for label, unit, share in (
            (UNIT_NAME, f"{UNIT_NAME}（本级）", lambda amount: amount - amount // 3),
            ("滨江市救助管理站", "滨江市救助管理站", lambda amount: amount // 3),
        ):
            cells = [
                self.amount(share(amount), unit, direction="支出", measure=measure)
                for (_, amount), measure in zip(amounts, measures, strict=True)
            ]
            rows.append([Put(label), *cells])
        header = header_of([("单位名称",), *_SPECIAL], 2)
        self.add(header, rows)

    def projects(self) -> None:
        """项目支出表 with the sources of money."""
        self.table = "项目支出" + ("表" if self.layout.stage == "预算" else "决算表")
        rows: list[Row] = []
        said = {"direction": "支出"}
        for name, general, own in self.budget.projects:
            cells = [
                self.amount(general + own, name, **said),
                self.amount(general, name, fund="一般公共预算", **said),
                self.amount(own, name, measure="事业收入", **said),
            ]
            rows.append([Put("其他运转类"), Put(name), Put(UNIT_NAME), *cells])
        whole = self.budget.whole
        said["measure"] = "项目支出"
        total: Row = [
            *self.total_label(3),
            self.amount(whole.all_projects, "支出", **said),
            self.amount(whole.projects, "支出", fund="一般公共预算", **said),
            self.amount(whole.own, "支出", **{**said, "measure": "事业收入"}),
        ]
        left = [Put("类型", 2), Put("项目名称", 2), Put("项目单位", 2)]
        header: list[Row] = [
            [*left, Put("合计", 2), Put("资金来源", 1, 2), None],
            [None, None, None, None, Put("一般公共预算"), Put("事业收入")],
        ]
        self.add(header, self.with_total(total, rows))


def _of_whole(cell: Put | None, path: tuple[str, ...]) -> Put | None:
    """In the total row a column of 本年收入 is 本年收入, as 结转 may stand beside it; in a line it is all."""
    said = "".join(path)[:4]
    if cell is None or cell.meant is None or said not in ("本年收入", "本年支出") or cell.meant.measure != "合计":
        return cell
    return replace(cell, meant=replace(cell.meant, measure=said))


_SPECIAL: list[tuple[str, ...]] = [
    ("合计",),
    ("因公出国（境）费",),
    ("公务用车购置及运行费", "小计"),
    ("公务用车购置及运行费", "公务用车购置费"),
    ("公务用车购置及运行费", "公务用车运行费"),
    ("公务接待费",),
]


def header_of(paths: Sequence[tuple[str, ...]], height: int) -> list[Row]:
    """The header rows of columns: shared upper cells merged to the right, short paths downwards."""
    rows: list[Row] = [[None] * len(paths) for _ in range(height)]
    for depth in range(height):
        for column, path in enumerate(paths):
            if depth >= len(path):
                continue
            if column and paths[column - 1][: depth + 1] == path[: depth + 1] and depth + 1 < len(path):
                continue
            same = [p[: depth + 1] == path[: depth + 1] and depth + 1 < len(p) for p in paths[column:]]
            wide = max(same.index(False) if False in same else len(same), 1)
            tall = height - depth if depth + 1 == len(path) else 1
            rows[depth][column] = Put(path[depth], tall, wide)
    return rows


def _with_unit_in_header(header: list[Row], unit: str) -> list[Row]:
    """The unit printed in the cells above the amounts instead of above the table."""
    words = ("合计", "支出", "收入", "经费", "费", "数", "金额", "拨款", "预算", "小计")
    known = ("科目编码", "科目名称", "项目", "行次")

    def lowest(row: int, column: int) -> bool:
        cell = header[row][column]
        return cell is not None and cell.columns == 1 and row + cell.rows == len(header)

    return [
        [
            Put(f"{cell.text}（{unit}）", cell.rows, cell.columns)
            if cell and lowest(r, c) and cell.text.endswith(words) and cell.text not in known
            else cell
            for c, cell in enumerate(row)
        ]
        for r, row in enumerate(header)
    ]


def draw_tables(budget: Budget, layout: Layout) -> list[DrawnTable]:
    """All tables of the document."""
    made = _Maker(layout, budget)
    made.revenue_and_spending()
    year = "本年" if layout.stage == "决算" else ""
    made.table = "收入总表" if layout.stage == "预算" else "收入决算表"
    general = "一般公共预算拨款收入" if layout.stage == "预算" else "财政拨款收入"
    total = {"measure": "合计"}
    made.coded(
        [
            ((f"{year}收入合计" if year else "合计",), "all", total),
            ((general,), "general", {"measure": general}),
            (("事业收入",), "own", {"measure": "事业收入"}),
        ],
        "收入",
        "",
    )
    made.table = "支出总表" if layout.stage == "预算" else "支出决算表"
    spending: list[tuple[tuple[str, ...], str, dict[str, object]]] = [
        (("合计",), "all", {}),
        (("基本支出",), "basic", {"measure": "基本支出"}),
        (("项目支出",), "all_projects", {"measure": "项目支出"}),
    ]
    made.coded(spending, "支出", "")
    made.table = "一般公共预算支出表" if layout.stage == "预算" else "一般公共预算财政拨款支出决算表"
    of_basic: list[tuple[tuple[str, ...], str, dict[str, object]]] = [
        (("合计",), "general", {}),
        (("基本支出", "小计"), "basic", {"measure": "基本支出"}),
        (("基本支出", "人员经费"), "staff", {"measure": "人员经费"}),
        (("基本支出", "公用经费"), "office", {"measure": "公用经费"}),
        (("项目支出",), "projects", {"measure": "项目支出"}),
    ]
    if layout.header_rows == 3:
        of_basic = [(("本年支出", *path), part, said) for path, part, said in of_basic]
    if layout.header_rows == 1:
        of_basic = [
            (("合计",), "general", {}),
            *((path, "projects" if part == "all_projects" else part, said) for path, part, said in spending[1:]),
        ]
    made.coded(of_basic, "支出", "一般公共预算")
    made.grants()
    made.economic()
    made.procurement()
    made.special()
    made.projects()
    return made.tables
