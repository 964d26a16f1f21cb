// relative
