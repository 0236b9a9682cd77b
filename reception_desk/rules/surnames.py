"""Readings of surnames that differ from the word the character usually is.

From 《通用规范汉字字典》 and common usage; the family's own reading comes first.
"""

from collections.abc import Mapping

SURNAME_READINGS: Mapping[str, tuple[str, ...]] = {
    character: tuple(readings.split())
    for character, readings in (
        ("单", "shan dan chan"), ("曾", "zeng ceng"), ("仇", "qiu chou"), ("解", "xie jie"),
        ("查", "zha cha"), ("区", "ou qu"), ("朴", "piao pu"), ("盖", "ge gai"),
        ("翟", "zhai di"), ("乐", "yue le"), ("员", "yun yuan"), ("贠", "yun yuan"),
        ("缪", "miao mou"), ("覃", "qin tan"), ("折", "she zhe"), ("黑", "he hei"),
        ("秘", "bi mi"), ("种", "chong zhong"), ("繁", "po fan"), ("召", "shao zhao"),
        ("句", "gou ju"), ("牟", "mu mou"), ("能", "nai neng"), ("隗", "wei kui"),
        ("薄", "bo bao"), ("谌", "chen shen"), ("郇", "xun huan"), ("祭", "zhai ji"),
        ("重", "chong zhong"), ("都", "du dou"), ("洗", "xian xi"), ("阚", "kan"),
        ("长", "chang zhang"), ("适", "kuo shi"), ("佴", "nai er"), ("褚", "chu zhu"),
        ("卜", "bu bo"), ("费", "fei bi"), ("谷", "gu yu"), ("乜", "nie mie"),
        ("叶", "ye she"), ("么", "yao me"), ("粘", "nian zhan"),
    )
}  # fmt: skip
"""Single surnames: every reading a clerk may type, the family's own first."""

COMPOUND_SURNAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    characters: tuple(tuple(reading.split("-")) for reading in readings.split())
    for characters, readings in (
        ("欧阳", "ou-yang"), ("司马", "si-ma"), ("上官", "shang-guan"), ("诸葛", "zhu-ge"),
        ("东方", "dong-fang"), ("皇甫", "huang-fu"), ("尉迟", "yu-chi wei-chi"),
        ("公孙", "gong-sun"), ("慕容", "mu-rong"), ("令狐", "ling-hu"),
        ("万俟", "mo-qi wan-si"), ("单于", "chan-yu dan-yu"), ("长孙", "zhang-sun chang-sun"),
        ("澹台", "tan-tai dan-tai"), ("宇文", "yu-wen"), ("司徒", "si-tu"), ("司空", "si-kong"),
        ("司寇", "si-kou"), ("轩辕", "xuan-yuan"), ("夏侯", "xia-hou"), ("钟离", "zhong-li"),
        ("濮阳", "pu-yang"), ("淳于", "chun-yu"), ("太史", "tai-shi"), ("申屠", "shen-tu"),
        ("赫连", "he-lian"), ("闻人", "wen-ren"), ("西门", "xi-men"), ("南宫", "nan-gong"),
        ("独孤", "du-gu"), ("呼延", "hu-yan"), ("端木", "duan-mu"), ("百里", "bai-li"),
        ("东郭", "dong-guo"), ("左丘", "zuo-qiu"), ("谷梁", "gu-liang"), ("拓跋", "tuo-ba"),
        ("公冶", "gong-ye"), ("宗政", "zong-zheng"), ("仲孙", "zhong-sun"),
        ("鲜于", "xian-yu"), ("闾丘", "lv-qiu"), ("亓官", "qi-guan"), ("巫马", "wu-ma"),
        ("漆雕", "qi-diao"), ("壤驷", "rang-si"), ("颛孙", "zhuan-sun"), ("子车", "zi-ju"),
        ("第五", "di-wu"), ("纳兰", "na-lan"), ("完颜", "wan-yan"), ("欧陽", "ou-yang"),
    )
}  # fmt: skip
"""Surnames of two characters; each reading as its two syllables."""

SURNAMES: frozenset[str] = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温"
    "别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游"
    "竺权逯盖益桓公肖付闫代覃岳苟涂揭冼佘仝佟由区朴员缑谌仉邸丘尧操晋鄢谯隋原战宾候撒才展郇楼辜"
) | frozenset(COMPOUND_SURNAMES)
"""Those of 《百家姓》, the common ones of today that it lacks, and the compound ones."""
