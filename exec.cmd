@rem What `exec` is on other systems: the scripts of package.json begin with it.
@%*
