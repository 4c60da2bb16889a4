"""Sentences that nobody planned: the strategies behind the properties next door.

`ODD` are words that the grammar cannot know, that no slip of the finger makes a keyword, and figures that are no day:
whatever a sentence does with them, they must come back. The other lists are what people say around them.
"""

from __future__ import annotations

from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.language.meanings import Command


def listed(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


ODD = listed(
    "Quixwold Brzezul Zhuvanka xylqort vumblefitz ØrskvangX Kwazimbo Ptolzeg Łuczowik 鷹野鵬 Żyłkowska "
    "frobzwick glomptar Jukkazzin Wexhulm D'Zhorrik Vyx-Orbul klurgwompf walnuts giraffe umbrellas 24/7 50/50 32/13",
)
VERBS = listed(
    "met,called,coffee with,lunch with,had dinner with,1:1 w/,zoom with,emailed,texted,ran into,spoke to,tried calling,"
    "introduced,remind me to call,remind me to,ping,nudge,chase,seeing,meeting,check in with,keep in touch with,snooze,"
    "pause,stop nudging,resume,note,promised,I owe,sent,helped,ask,asked,feedback from,acted on,who is,brief me on,"
    "who works at,who did I meet at,who haven't I talked to,what does,what do I owe,upcoming,who's due,rename,merge,"
    "my cousin,had coffee with my old boss,budget meeting with,design review with,played tennis with,dropped by,was at,"
    "met two people:,went over to,hung up with,will send,need to,send,book,don't forget,hold nudges about,push,lower,"
    "no more check-ins with,weekly catch-up with,is coming over,has joined,moved to Oslo and got married,wrote,"
    "forget,actually it was,I meant,no,make it,done,not yet,skip,later,quiet hours,timezone,default rhythm,import,"
    "export,help,stats,undo,tag,don't contact,next time ask,at most,kept my promise to",
    ",",
)
JOINTS = listed(
    "and|&|, |. |; |: | - | — |with|w/|about|re|re:|at|from|of|@|through|by|on|in|to|as|for|until|since|is|is now|"
    "is into|prefers|moved to|left|joined|got promoted to|owes me|'s birthday is|'s email is|goes by|into|(|)|+|!|?|\n",
    "|",
)
DAYS = listed(
    "yesterday,today,tomorrow,tonight,on Friday,last Friday,next Friday,this Friday,next week,last week,in 3 weeks,"
    "2 days ago,May 3,3/5,3.5.,2026-05-03,in March,until March,the 5th,end of the month,the first Monday of March,"
    "in 2 working days,a week from Friday,next quarter,Feb 30,32/13,in 99999999999 days,0000-01-01,9999-12-31,"
    "31 December 9999,at 3pm,15:00,at noon,25:99,every day,every Friday,every other week,every 0 days,every -3 weeks,"
    "every 99999999999999999999 years,monthly,quarterly,twice a year,every first Monday of the month,follow up,"
    "in 90 minutes,an hour ago,in half an hour,at 7 tonight,on Mondays,roughly once a month,at least every 6 weeks,"
    "from Dec 24 to Jan 2,on the 5th of every month,in the morning,the rest of the year,scheduled for Friday,"
    "moved to Thursday,was cancelled,ping him in 3mo,thanks!,pls,2w,"
    "f/u in 2w,circle back next month,no answer,hasn't replied,24/7,50/50,the weekend,eow,this month,in 9999 years",
    ",",
)
MARKS = listed(
    "<@U123ABC|priya> <@U9> <#C1|general> <!here> <https://example.com/a|a> <mailto:a@b.example|a@b.example> &amp; "
    "&lt; &gt; &amp;amp; #python #Ünï #1 #a#b @ @@ ( ) [ ] <> <@ <https:// || 🎉 :tada: … ¿ — \u200b \u202e \u0301 "
    "\x00 \x1b +46701234567 a@b.example CTO CEO VP of Head Dr. Prof. me I him her them she they his their",
    " ",
)
ZONES = [ZoneInfo(name) for name in ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns")]
EDGES = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), datetime(2028, 2, 29, 12), datetime(2026, 12, 31, 23, 59)]  # noqa: DTZ001 - the zone follows below

odd = st.sampled_from(ODD)
piece = st.sampled_from([*VERBS, *JOINTS, *DAYS, *MARKS])
soup = st.lists(st.one_of(odd, piece), max_size=14).map(" ".join)
clauses = st.builds(
    " ".join,
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(VERBS), odd, st.sampled_from(DAYS)).map(" ".join),
            st.tuples(st.sampled_from(VERBS), odd, st.sampled_from(JOINTS), odd).map(" ".join),
            st.tuples(st.sampled_from(JOINTS), odd, st.sampled_from(DAYS)).map(" ".join),
            st.tuples(st.sampled_from(DAYS), st.sampled_from(VERBS), odd, st.sampled_from(JOINTS), odd).map(" ".join),
        ),
        min_size=1,
        max_size=3,
    ),
)
anything = st.text(st.characters(), max_size=80)  # with no arguments, lone surrogates too
mixed = st.lists(st.one_of(anything.map(lambda each: each[:12]), piece, odd), max_size=10).map(" ".join)
commands = st.sampled_from(get_args(Command))
instants = st.one_of(
    st.datetimes(timezones=st.sampled_from(ZONES)),
    st.builds(lambda day, zone: day.replace(tzinfo=zone), st.sampled_from(EDGES), st.sampled_from(ZONES)),
)
