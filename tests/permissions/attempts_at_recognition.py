"""How the verbs about shout-outs, the leaderboard and the equity of recognition are tried."""

from __future__ import annotations

from tests.permissions.attempts import At, look_for


def shout_outs_give(at: At) -> None:
    at.copilot.shout_outs.give(at.asker, at.id("praise"))


def shout_outs_every(at: At) -> None:
    look_for(at.id("aloud"), {one.id for one in at.copilot.shout_outs.every(at.asker).shout_outs})


def shout_outs_every__taken_back(at: At) -> None:
    look_for(at.id("hidden"), {one.id for one in at.copilot.shout_outs.every(at.asker).taken_back})


def shout_outs_take_back(at: At) -> None:
    at.copilot.shout_outs.take_back(at.asker, at.id("aloud"))


def shout_outs_take_back__hidden(at: At) -> None:
    at.copilot.shout_outs.take_back(at.asker, at.id("hidden"))


def leaderboard_board(at: At) -> None:
    at.copilot.leaderboard.board(at.asker)


def leaderboard_join(at: At) -> None:
    at.copilot.leaderboard.join(at.asker, at.owner)


def leaderboard_leave(at: At) -> None:
    at.copilot.leaderboard.leave(at.asker, at.owner)


def recognition_equity_equity(at: At) -> None:
    at.copilot.recognition_equity.equity(at.asker, at.programme)
