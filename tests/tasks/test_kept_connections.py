"""Connections to mail servers: gone on with for the next mail, and never trusted to be there."""

import os
import threading

import pytest

from tasks.channels import DispatchRefused
from tasks.mail import kept_connections
from tests.support.servers.mail_servers import Post, channel, dispatch, mail_server
from tests.support.waiting import eventually


class Counting(Post):
    """A mail server that counts who greets it."""

    def __init__(self, **answers):
        super().__init__(**answers)
        self.sessions = []

    async def handle_EHLO(  # noqa: N802
        self, server, session, envelope, hostname, responses
    ):
        session.host_name = hostname
        self.sessions.append(server)
        return responses


@pytest.fixture
def post():
    return Counting()


def test_mails_that_follow_each_other_go_through_one_connection(tmp_path, post):
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        for _ in range(3):
            mail.deliver(dispatch())
    assert (len(post.letters), len(post.sessions)) == (3, 1)


def test_a_connection_that_the_server_has_ended_is_replaced(tmp_path, post):
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        mail.deliver(dispatch())
        (server,) = post.sessions
        server.loop.call_soon_threadsafe(server.transport.abort)
        mail.deliver(dispatch())
    assert (len(post.letters), len(post.sessions)) == (2, 2)


def test_a_mail_that_was_refused_ends_the_connection(tmp_path, post):
    post.change_mind("554 no")
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        with pytest.raises(DispatchRefused):
            mail.deliver(dispatch())
        post.change_mind("250 OK")
        mail.deliver(dispatch())
    assert (len(post.letters), len(post.sessions)) == (1, 2)


def test_a_connection_ends_after_many_mails(tmp_path, post, monkeypatch):
    monkeypatch.setattr(kept_connections, "MOST_MAILS", 2)
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        for _ in range(3):
            mail.deliver(dispatch())
    assert (len(post.letters), len(post.sessions)) == (3, 2)


def test_a_connection_that_nobody_uses_ends_by_itself(tmp_path, post, monkeypatch):
    monkeypatch.setattr(kept_connections, "KEPT_S", 0.05)
    with mail_server(post) as port:
        channel(tmp_path, port).deliver(dispatch())
        (server,) = post.sessions
        eventually(lambda: server.transport is None or server.transport.is_closing())
    assert not any(kept_connections._kept.values())


def test_two_at_once_have_a_connection_each(tmp_path, post):
    both, errors = threading.Barrier(2, timeout=30), []
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        mail.deliver(dispatch())

        def deliver():
            try:
                both.wait()
                for _ in range(5):
                    mail.deliver(dispatch())
            except Exception as error:
                errors.append(error)

        threads = [threading.Thread(target=deliver) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    assert len(post.letters) == 11
    assert len(post.sessions) <= 2


def test_a_forked_process_leaves_the_connection_to_the_other_one(tmp_path, post, monkeypatch):
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        mail.deliver(dispatch())
        forked = os.getpid() + 1
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(kept_connections.os, "getpid", lambda: forked)
            mail.deliver(dispatch())
            kept_connections.close_all()
    assert (len(post.letters), len(post.sessions)) == (2, 2)
