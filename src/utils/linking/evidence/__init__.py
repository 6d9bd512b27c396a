"""Links by weighted evidence, after Fellegi and Sunter: the last step, for what is left over."""
