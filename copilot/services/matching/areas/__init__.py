"""Areas people seek mentoring in, so that a need said indirectly finds the craft it calls for."""
