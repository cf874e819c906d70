r"""What stands in most notes as the index packs them: a dictionary for compressing them.

A seventh of the room, for nothing. It holds no more than what anybody's notes have: common words,
names of properties, and the rows of `vault_tools.index.codec`. What is likeliest comes last. To
change it is to change the index (``SCHEMA``).
"""

_WORDS = """
about after all als am an and are as at auf aus be bei bis but by call can das dem den der des die
du ein eine einen er es for from für had has hat have he her him his ich if im in into is ist it
mit nach new next nicht noch not oder of off on or out she sich sie sind so some soon than that
the their them then there they this to um und uns up vom von vor war was we were when who will
wird with work you your zu zum zur über
"""
_PROPERTIES = (
    '"name":"","type":"person","contact","company":"","role":"","title":"","email":["","emails":["'
    ',"phone":"","phones":["+49 ","birthday":"19","met":"202","met_at":"","introduced_by":"[["'
    ',"cadence":"weekly","monthly","quarterly","half-yearly","yearly","tier":"","status":"active"'
    ',"last_contact":"202","follow_up":"202","city":"","boundaries":"","aliases":["","tags":["'
    ',"channel":"whatsapp","xing","message","linkedin","video","phone","email","in-person"'
)
_ROWS = (
    '],null,null,"P1M","P6M","P1Y","P3M",false,null,null,null,"active",false,[],[],false,[]]'
    ',null,null,null,{},"@example.com"],[],"\\n# \\n\\n [[]]\\n\\n- [ ]  📅 202'
    "\\n## Log\\n\\n- 2026-11-01 #email: \\n- 2026-0 in-person: \\n- 2025-1 phone: \\n- 2025-0 "
    '\\n",16,[[739000,1,20,"email"],[-20,1,22,"phone"],[-100,1,"in-person"]]]'
    '["People/.md","contact","",null,[],["",[],[],'
)
USUAL = " ".join((*_WORDS.split(), _PROPERTIES, _ROWS)).encode()
