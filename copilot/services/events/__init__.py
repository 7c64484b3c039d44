"""Events: their life, who has a place, what comes again, what people ask and what they say afterwards."""
