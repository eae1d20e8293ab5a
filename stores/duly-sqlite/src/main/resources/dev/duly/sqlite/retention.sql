select completed, cancelled from retention
