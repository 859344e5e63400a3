"""Places: counted, waited for, allotted, offered, taken."""
