select boot, lead from clock
