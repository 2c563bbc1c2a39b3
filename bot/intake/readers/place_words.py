"""The words that places are told by: streets, units, corners, landmarks, in English and Spanish.

PURE. Grammar, a closed list: names of a city's own places come from its profile and never stand here.
"""

from __future__ import annotations

import re

SUFFIX = (
    r"(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way|"
    r"parkway|pkwy|highway|hwy|"
    r"circle|cir|terrace|ter|trail|trl|alley|square|sq|loop|plaza|row|pike|expressway|freeway|"
    r"route|rte|broadway|calle|"
    r"avenida|avda|camino|carretera)"
)
WAY = r"(?:n|s|e|w|ne|nw|se|sw|north|south|east|west|norte|sur|este|oeste)\.?"
COMPASS = r"(?:n|s|e|w|north|south|east|west)"
NOT_STREET = (
    r"(?:year|years|yr|yrs|yo|people|guys|men|women|kids|children|minutes|min|mins|hours|hrs|hour|"
    r"days|day|weeks|week|"
    r"months|month|times|dollars|bucks|am|pm|blocks?|miles?|feet|ft|cats?|dogs?|beers?|pills?|"
    r"persons?|of|or|and|to|you|we|he|she|they|it|that|are|is|"
    r"anos|personas|horas|minutos|dias|semanas|meses|veces|ninos|cuadras|weapons?|more|other|percent|inches)"
)
NOT_STREET_END = (
    r"(?:apt|apartment|unit|suite|ste|room|floor|building|bldg|lot|space|depto|apto|departamento|"
    r"apartamento|piso|and|in|on|"
    r"near|by|at|with|for|right|now|please|because|but|who|is|has|next|between|behind|y|que|con|"
    r"cerca|entre|she|he|they|"
    r"the|there|not|just|its|it's|my|his|her)"
)
NAME = r"[a-z0-9][a-z0-9'.]*"
ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
ORDINAL_WORD = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)"
)
UNIT = (
    r"(?:(?:[ ,]+)(?:apto|apt|apartment|unit|suite|ste|room|rm|lot|space|floor|building|bldg|depto|"
    r"departamento|apartamento|"
    r"cuarto|piso|#)\.? ?#? ?(?P<unit>\d+[a-z]?|[a-z]\d*|[a-z])\b|[ ,]+#(?P<unit_sign>\w+))?"
)
SUFFIXED = re.compile(
    rf"\b(?P<number>\d{{1,6}}[a-z]?)(?: block of)?[ ,]+(?P<street>(?:{WAY} )?(?!{NOT_STREET}\b)"
    rf"(?:{NAME} ){{0,3}}?{SUFFIX}\b\.?"
    rf"(?: (?:{WAY}|{ORDINAL})\b)?){UNIT}"
)
SPANISH_STREET = re.compile(
    rf"\b(?P<street>(?:calle|avenida|avda|av|camino|"
    rf"carretera)\.? (?:{NAME} ?){{1,3}}?)(?:[ ,]+(?:numero |num |no\.? |"
    rf"# ?)?(?P<number>\d{{1,6}})){UNIT}"
)
GRID = re.compile(
    rf"\b(?P<number>\d{{1,5}}) (?P<street>{COMPASS}\.?(?: (?:and )?\d{{1,5}} {COMPASS}\b\.?|"
    rf" (?:main|center|state|broadway)\b))"
)
BARE = re.compile(
    rf"\b(?P<number>\d{{2,6}})(?: block of)? (?P<street>(?:{WAY} )?(?!{NOT_STREET}\b){ORDINAL}|"
    rf"(?:{WAY} )?(?!{NOT_STREET}\b)[a-z][a-z']{{2,}}(?: (?!{NOT_STREET_END}\b)[a-z][a-z']{{2,}})?)\b{UNIT}"
)
CORNER_END = (
    rf"(?:(?:{WAY} )?(?:{ORDINAL}|{ORDINAL_WORD}|(?:la |el )\d{{1,3}}|(?!(?:la|el|the|a|an|mi|"
    rf"my|su)\b)[a-z][a-z']+(?: (?!and\b|y\b|n\b)[a-z][a-z']+)?)(?: {SUFFIX})?|i-? ?\d{{1,3}}|"
    rf"(?:us|hwy|highway|route) ?-?\d{{1,3}})"
)
CORNER = re.compile(
    rf"\b(?:(?P<lead>corner of|intersection of|crossing of|cross of|la esquina de|esquina de|at|on|"
    rf"near|by|around|en|cerca de) )?(?:the )?"
    rf"(?P<street>{CORNER_END}) (?P<joint>and|&|n|at|/|y|con|x) (?P<cross>{CORNER_END})(?= |$|[,.!?;])"
)
MILE = re.compile(
    r"\b(?:mile ?(?:marker|post)|mm|exit|milla|salida) ?#?\d{1,4}\w?(?: (?:on|of|off|en|"
    r"de)(?: the)? [a-z]*-? ?\d{1,3}| (?:i|us|hwy|highway)-? ?\d{1,3})?"
)
HIGHWAY = re.compile(
    r"\b(?:on|along|beside|under|off|near|en|junto a)(?: the)? (?P<road>(?:i|us|hwy|highway|route|"
    r"state)-? ?\d{1,3}(?: (?:and|near|at|by|y) [\w' ]{3,24})?)"
)
PLACE_KINDS: dict[str, str] = {
    "home": (
        r"(?:house|home|apartments?|apt|condo|duplex|townhouse|porch|backyard|back yard|front yard|"
        r"yard|driveway|garage|basement|bedroom|kitchen|bathroom|hallway|stairwell|front door|"
        r"doorstep|building|complex|casa|apartamentos?|departamento|patio|cochera|sotano|cuarto|"
        r"edificio|balcon)"
    ),
    "vehicle": r"(?:car|truck|van|rv|camper|vehicle|suv|carro|coche|camioneta|troca)",
    "camp": r"(?:camp|encampment|tent|tents|tent city|campamento|carpa|casa de campana)",
    "school": (
        r"(?:school|elementary|middle school|high school|college|campus|university|dorm|daycare|"
        r"escuela|colegio|universidad|primaria|secundaria)"
    ),
    "transit": (
        r"(?:bus stop|bus station|train station|light rail|station|platform|bus shelter|"
        r"transit center|airport|depot|parada(?: de(?:l)? (?:bus|autobus|camion))?|estacion|terminal)"
    ),
    "inside": (
        r"(?:library|store|shop|mall|supermarket|grocery(?: store)?|gas station|church|hospital|"
        r"clinic|er|motel|hotel|shelter|restaurant|cafe|coffee shop|bar|laundromat|pharmacy|bank|"
        r"post office|rec center|gym|mcdonald'?s|walmart|walgreens|target|cvs|starbucks|safeway|"
        r"king soopers|7-?eleven|seven eleven|wendy'?s|burger king|taco bell|denny'?s|mosque|temple|"
        r"synagogue|courthouse|city hall|community center|senior center|nursing home|lobby|food bank|"
        r"biblioteca|tienda|supermercado|gasolinera|iglesia|hospital|clinica|refugio|albergue|"
        r"restaurante|lavanderia|farmacia|banco|correo|centro comercial|mercado)"
    ),
    "outside": (
        r"(?:park|playground|sidewalk|alley|street corner|corner|parking lot|parking garage|lot|"
        r"bridge|overpass|underpass|tracks|train tracks|river|creek|lake|trail|bike path|path|field|"
        r"plaza|square|fountain|bench|dumpster|fence|median|intersection|woods|cemetery|garden|pool|"
        r"pier|dock|beach|ditch|canal|street|road|block|parque|banqueta|acera|callejon|esquina|"
        r"estacionamiento|puente|rio|arroyo|lago|sendero|plaza|banca|basurero|vias|cementerio|playa|"
        r"canal|calle|cuadra)"
    ),
}
PLACE_TYPES = {
    "home": "private_home",
    "vehicle": "vehicle",
    "camp": "camp",
    "school": "school",
    "transit": "transit",
    "inside": "public_inside",
    "outside": "outside",
}
NOUN = "|".join(PLACE_KINDS.values())
AT = (
    r"(?:at|by|near|behind|beside|inside|outside(?: of)?|in front of|next to|"
    r"across(?: the street)? from|under(?:neath)?|below|"
    r"on top of|around|close to|off|on|in|down by|over by|up at|out front of|out back of|along|between|"
    r"en|cerca de|detras de|atras de|enfrente de|frente a|junto a|al lado de|debajo de|abajo de|"
    r"afuera de|fuera de|dentro de|por|sobre)"
)
THE = r"(?:the|my|our|his|her|their|a|an|this|that|some|el|la|los|las|un|una|mi|su|nuestra|nuestro|de la|del)"
LANDMARK = re.compile(
    rf"\b(?P<lead>{AT}|al|del) (?:(?:{THE}) )?(?P<landmark>(?:(?!{AT}\b|{THE}\b|and\b|but\b|"
    rf"who\b|is\b|are\b|with\b|y\b|que\b)[a-z0-9'&-]+ ){{0,3}}(?:{NOUN}))\b"
    rf"(?P<more>(?: (?:{AT}|of|at|de|de la) (?:(?:{THE}) )?(?:(?:{WAY} )?{ORDINAL}|"
    rf"[a-z][a-z']{{2,}})(?: {SUFFIX})?\b){{0,2}})"
)
NAMED = re.compile(
    r"\b(?:at|near|by|in|outside|behind|inside|across from|next to|en|"
    r"cerca de)(?: the)? ((?:[A-Z][\w'&.-]+)(?: (?:(?:of|the|de|la|"
    r"del) )?[A-Z][\w'&.-]+){0,3}(?: (?:high|middle|elementary|school|apartments?|park|church|"
    r"motel|hotel|shelter|library|hospital))*)"
)
STREET_ALONE = re.compile(
    rf"\b(?:on|along|off|down|near|by|en|sobre)(?: the)? (?P<street>(?:{WAY} )?(?!(?:the|my|our|"
    rf"his|her|their|this|that|la|el|mi|su|una|un) )(?:{NAME} ){{1,2}}?{SUFFIX}|"
    rf"(?:{WAY} )?{ORDINAL})\b"
)
STREET_WRITTEN = re.compile(
    r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)? (?i:street|avenue|ave|road|rd|boulevard|blvd|drive|lane|ln|court|parkway|st)\b"
)
LEAD_IN = re.compile(
    r"^(?:ok(?:ay)?|yes|yeah|sure|um+|uh+|well|so|hi|hello|si|bueno|pues|este)?[ ,.]*"
    r"(?:(?:i'?m|im|i am|we'?re|were|we are|he'?s|hes|he is|she'?s|shes|she is|they'?re|theyre|"
    r"they are|it'?s|its|it is|this is|"
    r"that'?s|located|the address is|my address is|address is|address|happening|estoy|estamos|"
    r"esta|estan|es|queda|la direccion es|mi direccion es|vivo|"
    r"(?:i |he |she |they |we )?(?:lives?|stays?|staying|living)(?: (?:at|in|on))?)"
    r"(?: (?:right|just|over|out|down|up|currently|still|standing|sitting|parked|staying|"
    r"happening|here|there|ahora|aqui|ahi))*[ ,:]*)?"
)
GENERIC = re.compile(
    rf"{AT}|{THE}|{NOUN}|(?:right|here|there|now|downtown|town|city|work|job|place|area|"
    rf"neighborhood|neighbor|s|mom|dad|friend|next|door|"
    r"back|front|side|across|outside|inside|street|somewhere|nearby|same|big|old|blue|red|white|"
    r"green|brown|little|one|it|corner|bus|gas|parking|"
    r"stop|station|light|rail|metro|subway|moms|dads|friends|grandmas?|grandpas?|brothers?|sisters?|aunts?|uncles?|"
    r"parada|casa|mama|papa|abuela|abuelo|hermano|hermana|amigo|amiga|"
    r"grocery|coffee|train|tent|tents|aqui|ahi|alla|afuera|adentro|centro|trabajo|barrio|vecino|"
    r"vecina|esquina|mismo|grande|lado|atras|cerca|de)"
)


WHOLE = 12  # Words. A longer reply to "where?" tells a story, and only the place that it names is taken.
