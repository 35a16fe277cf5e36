// Keep the visitor's id in a cookie, or report the one that is there already.

const VALID = /^[A-Za-z0-9_-]{22}$/
const YEAR = 365 * 24 * 60 * 60

function read(name) {
  const entry = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))
  const value = entry?.slice(name.length + 1)
  return VALID.test(value) ? value : undefined
}

function write(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; SameSite=Lax${secure}`
}

export default function ({ data, setStateValue }) {
  const present = read(data.cookie)
  if (present === undefined) write(data.cookie, data.id)
  else if (present !== data.id) setStateValue("found", present)
}
