"""Stand-ins for the outside world: real servers on this machine that misbehave when asked to."""
