"""What makes of a topic a question that gets a good answer: who has it too, whom it helped, what is
still missing, who is asked, and what happens when nobody answers.

`working_time` and `scoring` judge and touch nothing · `clock` how long a question has waited · `finding`
whom to ask · `due` what comes next, worked off in the background.
"""
