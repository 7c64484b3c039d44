"""Recognition beside badges: shout-outs, the leaderboard, and what both rest on."""
