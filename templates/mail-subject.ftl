[${host}] ${title}
