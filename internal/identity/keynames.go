package identity

// AdminKeyFile is the file, in the folder of keys, of the first administrator's key.
const AdminKeyFile = "admin.key"

// ServiceKeyFile is the file, in the folder of keys, by which a service proves who it is.
func ServiceKeyFile(service string) string { return "service-" + service + ".key" }
