"""The forms of the directory. What may be kept is judged by the actions; here is what people see."""
