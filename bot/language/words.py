"""The vocabulary: small words, kinds of contact, roles.

What is made of them is next door (`people.py`, `contact.py`).
"""

from __future__ import annotations

from bot.language.meanings import Kind


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = words("the a an")

POSSESSIVES = words("my your his her its our their whose")

DETERMINERS = ARTICLES | POSSESSIVES | words("this that these those some any no every each all both")

CONJUNCTIONS = words("and but & + n then so plus also")

MARKS = frozenset(',;:.!?-–—…\n()[]{}"“”„«»/=<>•·‣') | {"->"}
ENDS = frozenset(".!?;\n-–—…")

SUBJECTS = words(
    "he she they it we you i who there this that he'll she'll hes shes theyre everyone nobody somebody someone"
)

MANY = words("they them their theirs")

ME = words("me i us we myself")

# A name never goes on with one of these, however it is written.
STOPS = (
    words("""
    the a an and or but nor if of at in on by to for from with w/ via through thru about re regarding concerning
    as into onto over under near during since until til till before after around within without between behind
    beside i me my mine you your yours he him his she her hers it its we us our ours they them their theirs
    myself himself herself is are was were be been being am has have had having do does did done can could
    should would shall might must 'd 'll isn't wasn't aren't don't doesn't didn't hasn't haven't won't can't
    cannot isnt dont doesnt didnt hasnt havent who whom whose what when where why how which that this these
    those there here then once twice thrice all any both not no never yes please pls thx thanks also just again
    still yet soon now later already almost every each everyone everybody anyone someone nobody everything
    nothing everywhere anything something anymore half-yearly halfyearly bi-weekly bi-monthly bimonthly
    semiannually semi-annually biannually wkly qtrly yesterday today tomorrow tonight tmrw tmr tomo yday ago eod eow eom
    eoy next last past weekly monthly quarterly yearly annually daily biweekly fortnightly f/u fwup followup
    follow-up bday cc 's 'm 're 've @ & + , ; : . ! ? ( ) [ ] { } - – — … " “ ” / = < > ->
    """)
    | MARKS
)

# In lower case these end a name after its first word: they are far more often the words that they look like.
COMMON = words("""
    about above actually advice after agreed already another apparently around ask asked asking asks away back
    bad based because became become best better between big book books born bought bring brought budget build
    building built busy buy call called calling calls came cancer care career catch chance change changed chat chats
    check checked checking city class client close coffee come comes coming company conference contact contract
    conversation cool could course customer customers data day days deal deck demo design details did dinner
    discuss discussed discussing doc docs doing done down draft drinks drop due during early email emailed end
    engineer engineering engineers enjoyed enjoys event evening excited exited feedback feels felt few final
    finally find fine finish finished first fixed focus follow followed following forget forgot former found
    founder free friday friend friends fun fund funding gave get gets getting give given giving glad go goes
    going good got grabbed great group grow growing had hard has hate hated hates having hear heard hello help
    helped helping helps her here hey hi him hire hired hires hiring his home hopes hoping hours house idea
    ideas important info interested interesting interview intro introduced into invited involved issue issues
    job joined joining joins kept kind knew know knows landed large late lately later launch launched launches
    launching lead leads learn learned learning leave leaves leaving left let life like liked likes list live
    lives living long looking looks lost lot loved loves lovely lunch made main make makes making manager many
    market marketing married may meal meet meeting meetings meets meetup mention mentioned mentions message
    messaged met mind moment money month months more morning most move moved moves moving much must name near
    need needed needs network new news nice night note notes nothing now number numbers offer offered offers
    office old once online only open opened opening other out over owed owes own paper part party people person
    phone phoned pick pinged plan planned planning plans played playing plays pleased podcast possible prefers
    prep present presentation pretty price pricing problem product project projects promise promised promoted
    proposal prototype published push pushed put question questions quick quit raise raised raising ran reached
    read ready really recently recommended recruiting regards remember remembered reminded reminder renewal
    replied reply report resigned responded retired review right roadmap role said sale sales saw say says
    school see seeing seemed seems seen sell selling send sending sent series set setting share shared short
    should show showed slides small sold some something soon sounded sounds speak speaks spoke stack start
    started starting starts startup stay stayed still stop stopped strategy stuck studied studies stuff super
    support sure swapped sync take taken takes taking talk talked talking talks tea team teams tell tells text
    texted thank thanked thanks things think thinking thinks thought thoughts time times together told took
    topic touch tough toured tried trip try trying turned turns up down off luck update updates used
    useful using usual vacation
    very video visa visit visited visiting voicemail want wanted wanting wants was week weekend weeks well went
    were will wins wish won wondering work worked working works worried would write writes writing wrote year
    years yesterday zoomed zoom slack whatsapp linkedin teams facetime mtg 1:1 convo spoken introduces
    introducing visits sees promises forwarded delivers delivered quits retires congratulate congrats invite
    introduce wish lend forward greet welcome respond happy belated center centre keep stay both cell mobile tel
    website birthday nudges reminders notifications reminder ping nudge remind chase snooze pause mute resume
    co crew gang folks fam family parents kids wife husband others girlfriend boyfriend colleagues coworkers overdue
    asap fu mid middle beginning scheduled booked arranged confirmed fixed rescheduled lined roughly approximately
    ideally maybe
    wait oops brunch breakfast beer beers drink tag rename merge undo skip
    """)

# After a name in lower case these begin what it did.
VERBS = words("""
    introduced helped owes owe promised got gets left moved called emailed texted messaged pinged phoned reached
    wrote met talked spoke had joined started works work won was were is are has have prefers prefer loves love
    likes like hates became gave kept retired died passed starts moves leaves turns turned turning published
    rang phoned mailed visited stopped dropped came swung facetimed zoomed dmed contacted replied answered responded
    resigned departed relocated transferred switched launched raised earned finished defended released achieved closed
    sold founded adopted welcomed lost
    graduated bought sent said asked told goes go quit connected advised coached mentored
    """)

# What people talk about: in lower case these end a name after its first word too, though one may begin with them.
SUBJECT_MATTER = words("""
    ads analytics android api apis app apps architecture article aws azure backend backlog benefits billing blockchain
    blog bonus brand branding budgets bug bugs campaign churn cloud code collaboration compensation compliance
    contracts crypto css cv cycling dashboard data database databases deadline deadlines demos deployment devops docker
    ecommerce equity exam exams expenses feature features figma fintech football frontend fundraising gardening gcp
    git github goal goals golang grants graphql growth hackathon hardware headcount health hiking history html
    incident infrastructure insurance internship interviews investment investments investors invoice invoices ios java
    javascript jazz kafka keynote kids kotlin kpi kpis kubernetes law layoffs lease leadership licence license linux
    llm llms loan logistics logo machine management mentoring mentorship merger metrics migration migrations ml mobile
    mortgage music mysql nda newsletter nlp okr okrs onboarding operations outage outreach painting parenting
    partnership partnerships payment payments payroll performance permits phd philosophy photography physics pipeline
    pitch podcasts poetry policy politics postgres postmortem pr privacy procurement production programming promotion
    python quantum react recipes recruitment redis refactoring relocation remote rent reorg reports requirements
    research retention retro revenue risk robotics ruby runway rust saas salary scala schedule school science security
    seed seo servers skiing slides soccer software specs sports spreadsheet sprint sql stocks strategies survey swift
    sustainability tax taxes technology tennis terraform testing thesis ticket tickets tooling training travel
    bill bills cake deposit groceries keys laundry package parcel electricity fee fees gas utilities water
    typescript ui ux valuation vendors vision warehouse web3 webinar website wedding workflow workflows workshop
    workshops yoga
    """)

# Verbs that begin an order and are nobody's surname: "helped yuto prepare for …".
TASKS = words("""
    prepare draft schedule arrange organize organise review check fix finish print sign renew cancel confirm find submit
    upload post publish plan do set put clean move return drop pick research read learn test try register apply install
    deploy ship rewrite revise translate look collect deliver discuss circulate summarize summarise file settle sort
    transfer wire chase invoice quote approve proofread reschedule postpone rsvp debug pack rehearse practise practice
    """)

PARTICLES = words(
    "de la las los van von der den del della di da do dos das du des bin ibn al el ter ten te af av zu le st y e san"
)

TITLES = words("dr prof mr ms mrs miss sir dame mx professor doctor")

# Who somebody is to the speaker, which serves as a name.
KIN = words("mom mum dad mama papa grandma grandpa mommy daddy")

RELATIVES = words(
    "friend friends colleague colleagues boss manager neighbor neighbour neighbors neighbours mentor mentee client "
    "roommate flatmate classmate classmates cousin cousins brother brothers sister sisters coworker coworkers "
    "co-worker "
    "uncle aunt nephew niece grandson granddaughter son daughter wife husband girlfriend boyfriend partner teammate "
    "supervisor landlord landlady buddy pal mate accountant lawyer dentist doctor therapist coach tutor tenant "
    "customer supplier investor recruiter assistant intern predecessor successor counterpart "
    "guy girl woman man person lady dude founder engineer designer developer somebody someone"
)
# Of these the noun after them is more often theirs than a name: "our client onboarding".
OFFICES = words(
    "client customer supplier investor recruiter assistant intern founder engineer designer developer mentor "
    "coach partner"
)
SEVERAL = words(
    "someone somebody people folks guys persons team founders crew everyone attendees candidates women men girls "
    "ladies others group"
)
BEFORE_RELATIVES = words(
    "my our a an the this that some old new young nice former ex good dear best close little big older younger "
    "twin fellow"
)

KIND_OF_NOUN: dict[str, Kind] = {}

for _kind, _nouns in (
    ("coffee", "coffee coffees tea espresso latte cappuccino matcha chai"),
    (
        "meal",
        "breakfast brunch lunch dinner supper drinks drink beers beer wine cocktails pizza lunches dinners pint pints",
    ),
    ("call", "call phonecall voicemail vm phone calls"),
    ("video", "zoom videocall facetime skype webex hangout hangouts vc"),
    ("met", "meeting mtg mtgs meetings 1:1 1-1 1on1 1-on-1 1x1 one-on-one 1:1s sync standup meetup"),
    ("message", "message msg text dm sms whatsapp"),
    ("email", "email e-mail mail"),
    ("other", "chat convo conversation catchup catch-up talk chats"),
    ("intro", "intro introduction"),
):
    KIND_OF_NOUN.update(dict.fromkeys(_nouns.split(), _kind))  # type: ignore[arg-type]  # the literals above

# "on Zoom", "over coffee", "by phone": how it went, not where.
MEDIA: dict[str, Kind] = {word: kind for word, kind in KIND_OF_NOUN.items() if kind in ("coffee", "meal", "video")}

for _kind, _nouns in (
    ("video", "teams meet video gmeet"),
    (
        "message",
        "slack whatsapp linkedin signal telegram text sms messenger imessage instagram twitter discord wechat chat dm",
    ),
    ("call", "phone telephone call"),
    ("email", "email e-mail mail"),
):
    MEDIA.update(dict.fromkeys(_nouns.split(), _kind))  # type: ignore[arg-type]  # the literals above

# The most telling kind counts: "met Ana over coffee" is coffee.
WEIGHT: dict[Kind, int] = {
    "other": 0, "met": 1, "event": 2, "call": 3, "message": 3, "email": 3, "video": 4, "coffee": 5, "meal": 5,
    "intro": 6,
}  # fmt: skip

PRAISE = words("""
    great good nice lovely quick brief short super really very awesome amazing fantastic wonderful productive
    fun long fab cool fine solid excellent interesting impromptu casual friendly pleasant catch-up little first
    second another weekly monthly virtual online team 30min 15min early late
    """)

OPENERS = words("""
    hey hi hello hiya yo ok okay so btw fyi pls please plz thx thanks ty just finally also well oh right alright
    um uh erm anyway kindly cheers morning heya now
    """)

# Contacts that are named after what they were for: "kickoff with Ana", "design review with Lee", "budget meeting".
SESSIONS = words(
    "kickoff kick-off workshop session interview review retro retrospective demo webinar brainstorm "
    "brainstorming handover "
    "debrief standup offsite walkthrough screening panel onboarding training presentation rehearsal"
)

CLOSERS = words("please pls plz thx thanks ty cheers btw fyi lol haha :) :-) thankyou ok okay")

ROLES = words("""
    cto ceo cfo coo cmo cpo cio ciso cro cso chro vp svp evp avp gm md pm tpm em ic swe sre sde qa hr president
    director manager lead head chief engineer developer designer analyst scientist consultant partner founder
    cofounder co-founder owner principal architect researcher professor lecturer recruiter investor advisor
    adviser associate intern editor writer journalist producer marketer accountant lawyer attorney counsel
    doctor nurse teacher strategist officer chair chairman chairwoman chairperson secretary treasurer dean
    fellow postdoc student specialist coordinator administrator executive exec trainer coach mentor sales
    marketer evangelist advocate planner buyer broker agent programmer technician supervisor representative rep
    assistant chef captain pilot surgeon curator controller economist statistician physicist chemist biologist
    """)

ROLE_WORDS = ROLES | words("""
    senior junior staff principal deputy vice assistant associate executive general managing chief global
    regional interim acting product engineering eng design data software security platform infrastructure infra
    frontend backend full-stack fullstack growth marketing sales finance legal people talent operations ops
    research science machine learning ml ai ux ui mobile web cloud devops account business development customer
    success support content brand community technical tech team group co founding board creative art solutions
    quality project program portfolio investment venture hardware r&d m&a f&b p&l
    """)

NOT_TWO_PEOPLE = words("p&g h&m m&s s&p d&g b&q b&b b&o j&j q&a r&d m&a f&b p&l a&e a&r o&m t&c")  # though J&K are

FIELDS_OF_WORK = words("""
    sales product engineering eng design marketing finance people talent hr operations ops growth data research
    legal security it communications comms support success partnerships strategy infrastructure platform staff
    ai ml analytics procurement compliance development science technology business content brand community
    policy education innovation sustainability customer digital customers risk recruiting recruitment software
    hardware cloud accounting logistics manufacturing r&d m&a
    """)

OCCASIONS = (
    SESSIONS
    | SUBJECT_MATTER
    | FIELDS_OF_WORK
    | ROLE_WORDS
    | words("""
    board budget planning status project discovery job exit phone technical feedback alignment working roadmap contract
    contracts steering closing birthday farewell welcome leaving holiday christmas networking introductory presales
    pre-sales follow-up partner candidate quarterly monthly annual yearly daily internal external final client
    deal trial
    vendor supplier stakeholder stakeholders reading writing group class parents office
    """)
) - PRAISE
