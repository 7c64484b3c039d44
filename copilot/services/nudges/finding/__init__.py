"""What is due: one module for meetings, one for answers, one for what somebody has to do herself."""
