eval(typed);
