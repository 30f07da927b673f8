"""Chinese words of days, which stand without spaces: the days themselves, and no sentences."""

WORDS = """
d:0        今天
d:1        明天
d:2        后天 後天
d:-1       昨天
d:-2       前天
r          现在
w:0        周一 星期一
w:1        周二 星期二
w:2        周三 星期三
w:3        周四 星期四
w:4        周五 星期五
w:5        周六 星期六
w:6        周日 星期日 星期天
"""
