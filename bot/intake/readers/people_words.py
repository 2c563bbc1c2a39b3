"""The words that people are told by: kin, acquaintance, ages, looks, in English and Spanish.

PURE. Grammar, a closed list; no name of a person stands here.
"""

from __future__ import annotations

import re

FAMILY = (
    r"son|daughter|kid|kids|child|children|baby|mom|mother|mama|mum|momma|dad|father|papa|"
    r"parents?|brother|sister|bro|sis|husband|wife|"
    r"grandma|grandmother|granny|grandpa|grandfather|grandson|granddaughter|grandparents?|uncle|"
    r"aunt|auntie|cousin|niece|nephew|"
    r"step ?(?:son|daughter|dad|mom|father|mother|brother|sister)|(?:mother|father|brother|sister|"
    r"son|daughter)[- ]in[- ]law|"
    r"partner|spouse|fiancee?|boyfriend|girlfriend|bf|gf|ex|ex[- ](?:husband|wife|boyfriend|"
    r"girlfriend)|family|teen|teenager|"
    r"hij[oa]s?|nin[oa]s?|bebe|mama|papa|madre|padre|herman[oa]|espos[oa]|marido|mujer|abuel[oa]|"
    r"abuelit[oa]|niet[oa]|ti[oa]|"
    r"prim[oa]|sobrin[oa]|suegr[oa]|cunad[oa]|yerno|nuera|novi[oa]|pareja|familia|ex"
)
FRIEND = (
    r"friend|best friend|buddy|roommate|roomate|housemate|room ?mate|coworker|co-worker|colleague|"
    r"classmate|amig[oa]|companer[oa](?: de (?:cuarto|trabajo))?"
)
NEIGHBOR = (
    r"neighbou?rs?|upstairs neighbou?r|downstairs neighbou?r|vecin[oa]s?|landlord|tenant|renter|"
    r"casero|inquilin[oa]"
)
CLIENT = r"client|patient|student|resident|pupil|passenger|paciente|cliente|alumn[oa]|estudiante"
MINE = (
    r"(?:my|our|mi|mis|nuestr[oa]s?)(?: (?:little|older|younger|big|old|elderly|baby|teen(?:age)?|"
    r"adult|best|next[- ]door|upstairs|downstairs|\d{1,3}[- ]?(?:yr|year)s?[- ]?old|\d{1,3}|own|"
    r"poor|hijo|hija))*"
)
OWN = re.compile(
    rf"\b{MINE} (?P<who>{FAMILY}|{FRIEND}|{NEIGHBOR}|{CLIENT})(?:'?s)?\b|\bone of (?:my|our|"
    rf"mis|nuestr[oa]s) (?P<one>{CLIENT}|{NEIGHBOR}|{FRIEND})s?\b"
)
RELATION_ALONE = re.compile(rf"\W*(?:my |a |the |mi |un |una )?(?P<who>{FAMILY}|{FRIEND}|{NEIGHBOR}|{CLIENT})\W*")
KINDS = ((NEIGHBOR, "neighbor"), (FRIEND, "friend"), (CLIENT, "staff"), (FAMILY, "family"))
BUSINESS = re.compile(
    r"\b(?:(?:my|our|the) (?:store|shop|business|restaurant|cafe|bar|salon|customers?|office|gym|"
    r"hotel|motel|lobby|storefront)|"
    r"customers?|i (?:own|run|manage) (?:a|an|the|this)|we(?:'re| are) a (?:store|shop|restaurant|business|cafe)|"
    r"mi (?:tienda|negocio|restaurante|local)|nuestro negocio|(?:mis|nuestros) clientes)\b"
)
STAFF = re.compile(
    r"\b(?:i(?:'?m| am) (?:a|an|the) (?:\w+ )?(?:nurse|teacher|social worker|case ?worker|"
    r"case manager|counselor|security|guard|librarian|bus driver|driver|"
    r"paramedic|doctor|staff|employee|clerk|cashier|manager|caregiver|aide|principal|ranger)|"
    r"i work (?:at|for|in|here)|we work (?:at|for|here)|"
    r"on staff|this is (?:the )?(?:security|front desk)|soy (?:enfermera|maestr[oa]|guardia|"
    r"emplead[oa]|trabajador[a]? social|cuidador[a]?)|"
    r"trabajo (?:en|aqui|para))\b"
)
STRANGER = re.compile(
    r"\b(?:(?:a|an|some|this|the|that|there'?s a|another|un|una|ese|esa|este|esta|el|"
    r"la) (?:\w+ ){0,3}?(?:guy|man|dude|lady|woman|girl|boy|person|someone|couple|gentleman|"
    r"homeless (?:man|woman|guy|person)|stranger|senor|senora|hombre|mujer|muchach[oa]|chav[oa]|"
    r"viej[oa]|persona|tipo|joven)|"
    r"somebody|someone|some people|people|i (?:saw|see|noticed|found)|walking by|driving by|passing by|passer ?by|"
    r"(?:do ?n'?t|dont) know (?:him|her|them)|never (?:seen|met)|alguien|no l[oa] conozco|"
    r"desconocid[oa]|pasando por|vi a)\b"
)
SELF = re.compile(
    r"\b(?:i(?:'m| am|m)? (?:(?:so|really|very|just|feeling|feel|always|all|too|getting|about|"
    r"currently|also) )*(?:depressed|sad|scared|anxious|alone|lonely|homeless|hungry|cold|sick|"
    r"lost|drunk|high|hurting|struggling|suicidal|tired of|overwhelmed|panicking|freaking out|"
    r"withdrawing|stranded|not ok(?:ay)?|desperate|grieving|"
    r"hearing voices|an? (?:addict|alcoholic)|stressed|broken|worthless|hopeless|down|detoxing|sober|relaps\w+)|"
    r"i (?:need|want|could use|would like) (?:some ?one to talk|to talk|a place|somewhere|food|"
    r"shelter|a ride|a blanket|a coat|detox|rehab|counsel\w+|therapy)|"
    r"i (?:lost|miss) my|i (?:do ?n'?t|dont) (?:want to (?:be|live|feel|go on|wake|exist)|"
    r"see (?:the|any|a) (?:point|way|reason)|feel|know (?:what|how) to|have anywhere|"
    r"have any ?one)|i feel|i just want|i'?ve been (?:feeling|so|really|thinking|drinking|using)|"
    r"i (?:can'?t|cant|cannot) (?:sleep|eat|stop|breathe|cope|do this|take|go on|handle|deal|"
    r"get out)|"
    r"i have (?:no ?where|nowhere|no place|no food)|help me|i relapsed|i got (?:kicked out|"
    r"evicted)|i hear voices|i want to (?:die|end)|kill myself|hurt myself|"
    r"i (?:live|sleep|am sleeping|been sleeping|slept) (?:in|on) (?:my|the) (?:car|street|streets|truck|van)|"
    r"estoy (?:muy |bien |tan )?(?:triste|deprimid[oa]|sol[oa]|asustad[oa]|ansios[oa]|perdid[oa]|"
    r"enferm[oa]|desesperad[oa]|borrach[oa]|cansad[oa]|mal)|"
    r"tengo (?:hambre|frio|miedo|ansiedad|depresion)|no tengo (?:donde|comida|casa|a donde)|"
    r"me siento|me quiero (?:morir|matar)|"
    r"quiero (?:hablar con alguien|morirme|matarme)|perdi mi|necesito (?:comida|ayuda para mi|"
    r"un lugar|hablar|refugio))\b"
)
SELF_ANSWER = re.compile(
    r"^[ ,.!]*(?:no[, ]+)?(?:its|it's|it is|this is|es|soy|para|for|about|sobre)? ?(?:about|for|"
    r"de|sobre|para)? ?(?:me|myself|mine|1|self|just me|for me|me myself|it'?s me|i am|mi|yo|"
    r"yo mism[oa]|mi mism[oa])[ .!]*$"
)
ANSWERS = (
    (re.compile(rf"\b(?:{NEIGHBOR}|lives? (?:next door|across|upstairs|downstairs|above|below))\b"), "neighbor"),
    (re.compile(rf"\b(?:{FRIEND})\b"), "friend"),
    (re.compile(rf"\b(?:{CLIENT})\b"), "staff"),
    (re.compile(rf"\b(?:{FAMILY})\b"), "family"),
    (
        re.compile(
            r"\b(?:stranger|do ?n'?t know|random|nobody i know|passing|no idea|passer|just saw|"
            r"someone else|somebody else|another person|other person|2|otra persona|no l[oa] conozco|"
            r"no se quien|desconocid[oa]|alguien)\b"
        ),
        "passer_by",
    ),
)
NAME_WORD = r"[A-Z\u00c0-\u00dc][a-z\u00e0-\u00ff'A-Z-]{1,20}"
NAME_GIVEN = re.compile(
    rf"\b(?:(?i:(?<!my )name is|(?<!my )name'?s|names|(?:is|was|guy|man|woman|girl|boy|kid|"
    rf"lady) (?:called|named)|goes by|se llama|su nombre es|le dicen|llamad[oa]))"
    rf"[ :,]+(?P<name>{NAME_WORD}(?: {NAME_WORD})?)"
)
NAME_GIVEN_LOWER = re.compile(
    r"\b(?:(?:his|her|their|the|kid's|son's) name is|(?:his|her) name'?s|se llama|su nombre es|goes by)"
    r"[ :,]+(?P<name>(?!not\b|none\b|unknown\b|a\b|the\b|on\b|in\b|i\b|no\b)[a-z][a-z'-]{1,20})"
)
NAME_OF_KIN = re.compile(
    rf"\b(?i:my|mi) (?i:{FAMILY}|{FRIEND}|{NEIGHBOR})[ ,]+(?P<name>(?!I\b|He\b|She\b|They\b|"
    rf"And\b|But\b|Is\b|Has\b){NAME_WORD})"
)
OWN_NAME = re.compile(
    rf"\b(?i:my name is|my name'?s|call me|this is|me llamo|mi nombre es|habla|"
    rf"soy)[ :,]+(?P<name>(?!I\b|A\b|The\b){NAME_WORD}(?: {NAME_WORD})?)"
)
OWN_NAME_LOWER = re.compile(
    r"\b(?:my name is|my names|my name's|me llamo|mi nombre es)[ :,]+(?P<name>(?!not\b|none\b|"
    r"unknown\b|a\b|the\b|on\b|in\b|no\b)[a-z][a-z'-]{1,20})"
)
AGE = re.compile(
    r"\b(?P<age>\d{1,3})(?:[- ]?(?:ish|something))?[- ]?(?:(?:years?|yrs?|yr|y)[- ]?(?:old|o)|"
    r"anos)\b|\b(?P<yo>\d{1,3}) ?(?:yo|y/o|f|m)\b|"
    r"\b(?:is|he'?s|she'?s|shes|hes|im|i'?m|i am|they'?re|turned|just turned|age|aged|about|"
    r"around|maybe|like|looks|tiene|tengo|unos) (?:about |around |like |maybe |unos |only |"
    r"just )?(?P<plain>\d{1,2})(?=$|[ ,.!]*(?:$|and|but|he|she|with|,|\.|anos|y ))"
)
DECADE = re.compile(
    r"\b(?:in (?:his|her|their|my) |late |early |mid(?:dle)? ?-?|like |looks |about |maybe |"
    r"around |sus )?(?P<decade>[2-9]0)'?s\b"
)
BANDS = (
    (re.compile(r"\b(?:baby|infant|toddler|kid|kids|child|children|little (?:boy|girl)|nin[oa]s?|bebe)\b"), "child"),
    (re.compile(r"\b(?:teen|teens|teenager|teenage|high ?schooler|adolescente|minor|juvenile)\b"), "teen"),
    (
        re.compile(
            r"\b(?:elderly|old (?:man|lady|woman|guy)|older (?:man|lady|woman|guy|adult|person)|senior|"
            r"grandma|grandpa|grandmother|grandfather|anciano|anciana|viejit[oa]|abuel[oa]|"
            r"persona mayor)\b"
        ),
        "older_adult",
    ),
    (re.compile(r"\b(?:young (?:man|woman|guy|adult|lady)|college kid|joven)\b"), "young_adult"),
    (re.compile(r"\b(?:middle[- ]aged?|adult)\b"), "adult"),
)
PARTS = ("name", "reporter_name", "relation", "age", "age_band", "description", "count")
COUNTS = {
    "two": 2,
    "a couple": 2,
    "couple of": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "both": 2,
}
COUNT = re.compile(
    r"\b(?P<count>\d{1,2}|two|a couple(?: of)?|couple of|three|four|five|six|dos|tres|cuatro|"
    r"cinco)(?: \w+)? (?:people|guys|men|women|kids|teens|teenagers|girls|boys|persons|ladies|"
    r"dudes|adults|homeless|personas|hombres|mujeres|ninos|muchachos|jovenes)\b"
)
LOOKS = re.compile(
    r"\b(?:(?:wearing|wears|dressed in|has on|with (?:a |an )?(?:\w+ )?(?:beard|hair|hat|hoodie|"
    r"coat|jacket|backpack|tattoos?|glasses|dog|cart|shirt|dreads|braids)|"
    r"in (?:a|an|his|her) (?:\w+ ){0,3}?(?:hoodie|coat|jacket|shirt|hat|dress|gown|pajamas|"
    r"wheelchair|pants|jeans|shorts|sweater|vest|beanie|cap|robe)|no (?:shoes|shirt|coat)|(?:gray|"
    r"grey|white|brown|black|red|blond|blonde|long|short|curly|big|bushy) (?:beard|hair|mustache)|"
    r"barefoot|shirtless|naked|"
    r"(?:tall|short|skinny|heavyset|heavy set|thin|bald|big|blond|blonde|brown hair|black hair|"
    r"gray hair|grey hair|long hair|white|black|hispanic|latino|latina|asian|native)(?=[ ,]|$)|"
    r"lleva|trae|vestid[oa] (?:de|con)|pelo \w+|sin zapatos|descalz[oa]|alt[oa]|delgad[oa]|gord[oa])[^.,;!?]*)"
)
