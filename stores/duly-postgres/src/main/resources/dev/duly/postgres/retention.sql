select completed, cancelled from duly.retention
