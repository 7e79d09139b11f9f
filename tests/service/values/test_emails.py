"""What is an e-mail address is decided once, so that nobody registers who can never be mailed."""

import pytest
from pydantic import TypeAdapter, ValidationError

from service.api.http.fields import Email
from service.settings import Settings
from service.values import emails
from tasks.channels import DispatchRefused
from tasks.channels.request_mail import address

NONE = [
    *("", " ", "ada", "ada@", "@shop.example", "ada@shop", "ada@@shop.example"),
    *("ada@shop..example", "ada@.shop.example", "ada@shop.example.", "ada@-shop.example"),
    *(".ada@shop.example", "ada.@shop.example", "a..da@shop.example", '"a da"@shop.example'),
    *("a da@shop.example", "ada@sh op.example", "ada@[127.0.0.1]", "ada@127.0.0.1"),
    *(
        "a\u200b@shop.example",
        "a@shop.example\u202e",
        "a@sh\u00adop.example",
        "\ufeffa@shop.example",
    ),
    *("ädä@shop.example", "аda@shop.example", "a@b.example, c@d.example", "<a@b.example>"),
    *("Ada <ada@shop.example>", "a@shop.example\r\nBcc: b@shop.example", "a@x.invalid"),
    *("a" * 65 + "@shop.example", "a@" + "b" * 64 + ".example", "a@" + "b.c" * 90 + ".example"),
    *("a@shop_1.example", "a(b)@shop.example", "a\x00@shop.example"),
]
GOOD = {
    " Ada@Shop.Example ": ("ada@shop.example", "ada@shop.example"),
    "o'neil+parts@shop.example": ("o'neil+parts@shop.example", "o'neil+parts@shop.example"),
    "info@Bücher.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@bu\u0308cher.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@xn--bcher-kva.example": ("info@bücher.example", "info@xn--bcher-kva.example"),
    "info@straße.example": ("info@straße.example", "info@xn--strae-oqa.example"),
    "ada@ｓｈｏｐ.example": ("ada@shop.example", "ada@shop.example"),
    "werkbank@localhost": ("werkbank@localhost", "werkbank@localhost"),
    "ada@post.werk.local": ("ada@post.werk.local", "ada@post.werk.local"),
}


@pytest.mark.parametrize("text", NONE)
def test_what_nobody_can_be_mailed_at_is_refused_by_all_alike(text):
    with pytest.raises(emails.BadEmail, match="e-mail address"):
        emails.normal(text)
    with pytest.raises(ValidationError):
        TypeAdapter(Email).validate_python(text)
    with pytest.raises(DispatchRefused, match="not a mail address"):
        address("Ada", text)


@pytest.mark.parametrize(("text", "expected"), GOOD.items())
def test_an_address_is_stored_as_people_read_it_and_mailed_as_servers_take_it(text, expected):
    assert emails.parsed(text) == expected
    assert TypeAdapter(Email).validate_python(text) == expected[0]
    assert address("Ada", text).addr_spec == expected[1]
    assert emails.normal(expected[0]) == emails.normal(expected[1]) == expected[0]


def test_who_was_registered_under_an_older_form_is_still_found():
    assert emails.forms("Info@xn--bcher-kva.example") == [
        "info@bücher.example",
        "info@xn--bcher-kva.example",
    ]
    assert emails.forms("ADA@shop") == ["ada@shop"]


def test_mails_never_come_from_what_is_no_address(tmp_path):
    assert Settings(var_dir=tmp_path, mail_from="Shop <ada@shop.example>").mail_sender
    with pytest.raises(ValidationError, match="is no e-mail address"):
        Settings(var_dir=tmp_path, mail_from="Shop <ada@shop>")


@pytest.mark.parametrize("address_", [*GOOD, "Ada.Lovelace@shop.example"])
@pytest.mark.parametrize(
    "text", ["550 <{}> is not here", "{}", "(b'550 {} unknown')", "to {}, to {}: no", 'not "{}"']
)
def test_a_log_names_no_address_whatever_a_server_says(address_, text):
    said = text.format(address_.strip(), "b@c.example")
    assert emails.without_addresses(said) == text.format(emails.HIDDEN, emails.HIDDEN)


@pytest.mark.parametrize(
    "text", ["celery@worker-1 ready.", "no address", "@", "a @ b", "@pytest.mark", "1@2"]
)
def test_what_is_no_address_of_mail_stays_in_a_log(text):
    assert emails.without_addresses(text) == text
